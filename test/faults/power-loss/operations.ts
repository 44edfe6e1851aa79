import { resolve } from "node:path";
import { descriptor, type SystemCall, shownPath } from "./trace.ts";

/** A name in a directory; both are known by their numbers, as on a real file system. */
export interface Entry {
  readonly directory: number;
  readonly name: string;
}

/** What happened to the directory. Numbers name files and directories; 0 is the directory itself. */
export type Operation =
  | { readonly kind: "make"; readonly entry: Entry; readonly node: number; readonly directory: boolean }
  | { readonly kind: "link"; readonly entry: Entry; readonly node: number }
  | { readonly kind: "remove"; readonly entry: Entry }
  | { readonly kind: "rename"; readonly from: Entry; readonly to: Entry; readonly node: number }
  | { readonly kind: "write"; readonly node: number; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: "resize"; readonly node: number; readonly size: number }
  | { readonly kind: "sync"; readonly node: number };

/** One operation, with the path it was done to for a reader: relative, ids as `*`. */
export interface Step {
  readonly operation: Operation;
  readonly label: string;
}

interface Open {
  readonly node: number;
  at: number;
}

/** Calls that would change a file in a way that is not followed. */
const UNKNOWN = new Set(["copy_file_range", "sendfile", "splice", "fallocate", "pwritev", "pwritev2"]);

/**
 * Follows processes, one after the other, through a directory that was empty before the first, and writes down what
 * they did in it. What it does not know it refuses, so that no write is overlooked.
 */
export class Recorder {
  readonly steps: Step[] = [];
  readonly #root: string;
  /** Children of each directory. */
  readonly #directories = new Map<number, Map<string, number>>([[0, new Map()]]);
  readonly #sizes = new Map<number, number>();
  #descriptors = new Map<number, Open>();
  #last = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** Takes in the calls of one process. */
  follow(calls: Iterable<SystemCall>): void {
    this.#descriptors = new Map();
    for (const call of calls) this.#take(call);
  }

  #take(call: SystemCall): void {
    const { name, args, strings } = call;
    if (name === "openat" || name === "open") this.#open(call);
    else if (name === "close") this.#descriptors.delete(descriptor(args[0]));
    else if (/^(mkdir|rename|link|unlink|rmdir)/.test(name)) this.#entries(call);
    else if (name === "mmap") this.#refuseMapping(call);
    else {
      const open = this.#descriptors.get(descriptor(args[0]));
      if (UNKNOWN.has(name)) this.#refuse(call);
      else if (open === undefined) this.#requireElsewhere(call);
      else this.#data(call, open, Buffer.concat(strings));
    }
  }

  #open({ name, args, strings, result }: SystemCall): void {
    const at = name === "open" ? undefined : args[0];
    const path = this.#inside(at, strings[0]);
    this.#descriptors.delete(result);
    if (path === null) return;
    const flags = args[name === "open" ? 1 : 2] ?? "";
    let node = this.#find(path);
    if (node === null) node = this.#make(path, false);
    else if (flags.includes("O_TRUNC")) this.#add({ kind: "resize", node, size: 0 }, path);
    this.#descriptors.set(result, { node, at: flags.includes("O_APPEND") ? (this.#sizes.get(node) ?? 0) : 0 });
  }

  #entries({ name, args, strings }: SystemCall): void {
    const second = name.endsWith("at") || name.endsWith("at2") ? args[2] : undefined;
    const first = second === undefined && !name.endsWith("at") ? undefined : args[0];
    const path = this.#inside(first, strings[0]);
    const other = this.#inside(second, strings[1]);
    if (name.startsWith("mkdir") && path !== null) this.#make(path, true);
    else if (name.startsWith("rename")) this.#rename(path, other);
    else if (name.startsWith("link")) this.#link(path, other);
    else if (path !== null) {
      const entry = this.#entry(path);
      this.#directories.get(entry.directory)?.delete(entry.name);
      this.#add({ kind: "remove", entry }, path);
    }
  }

  #rename(path: string | null, other: string | null): void {
    if (path === null && other === null) return;
    const node = path === null ? null : this.#find(path);
    if (path === null || other === null || node === null) throw new Error(`${path} was renamed to ${other}`);
    const [from, to] = [this.#entry(path), this.#entry(other)];
    this.#directories.get(from.directory)?.delete(from.name);
    this.#directories.get(to.directory)?.set(to.name, node);
    this.#add({ kind: "rename", from, to, node }, other);
  }

  #link(path: string | null, other: string | null): void {
    if (path === null && other === null) return;
    const node = path === null ? null : this.#find(path);
    if (other === null || node === null) throw new Error(`${path} was linked as ${other}`);
    const entry = this.#entry(other);
    this.#directories.get(entry.directory)?.set(entry.name, node);
    this.#add({ kind: "link", entry, node }, other);
  }

  #data({ name, args, result }: SystemCall, open: Open, bytes: Buffer): void {
    const { node } = open;
    const label = shownPath(args[0]) ?? "";
    if (name === "fsync" || name === "fdatasync") this.#add({ kind: "sync", node }, label);
    else if (name === "ftruncate") this.#resize(node, Number(args[1]), label);
    else if (name === "lseek") open.at = result;
    else if (name === "pwrite64") this.#write(node, Number(args.at(-1)), bytes.subarray(0, result), label);
    else if (name === "write" || name === "writev") {
      this.#write(node, open.at, bytes.subarray(0, result), label);
      open.at += result;
    } else throw new Error(`${name} on ${label} is not understood`);
  }

  #write(node: number, at: number, bytes: Buffer, label: string): void {
    this.#sizes.set(node, Math.max(this.#sizes.get(node) ?? 0, at + bytes.length));
    this.#add({ kind: "write", node, at, bytes }, label);
  }

  #resize(node: number, size: number, label: string): void {
    this.#sizes.set(node, size);
    this.#add({ kind: "resize", node, size }, label);
  }

  #make(path: string, directory: boolean): number {
    this.#last += 1;
    const node = this.#last;
    const entry = this.#entry(path);
    this.#directories.get(entry.directory)?.set(entry.name, node);
    if (directory) this.#directories.set(node, new Map());
    this.#add({ kind: "make", entry, node, directory }, path);
    return node;
  }

  #refuse({ name, args }: SystemCall): void {
    if (args.some((arg) => shownPath(arg)?.startsWith(this.#root))) throw new Error(`${name} is not understood`);
  }

  /** A descriptor that was not seen to be opened must not lead here. */
  #requireElsewhere({ name, args }: SystemCall): void {
    const path = shownPath(args[0]);
    if (path?.startsWith(`${this.#root}/`) === true) throw new Error(`${name}: nobody opened ${path}`);
  }

  /** Only SQLite's shared memory may be mapped for writing: after a power cut it is made anew. */
  #refuseMapping({ args }: SystemCall): void {
    const path = shownPath(args[4]);
    const writes = args[2]?.includes("PROT_WRITE") === true && args[3]?.includes("MAP_SHARED") === true;
    if (writes && path?.startsWith(this.#root) === true && !path.includes("-shm"))
      throw new Error(`${path} is written through a mapping`);
  }

  /** The path below the root; null when it is elsewhere. @param at what a relative path begins at */
  #inside(at: string | undefined, bytes: Buffer | undefined): string | null {
    const path = resolve(shownPath(at) ?? this.#root, bytes?.toString() ?? "");
    if (path === this.#root) return "";
    return path.startsWith(`${this.#root}/`) ? path.slice(this.#root.length + 1) : null;
  }

  #find(path: string): number | null {
    if (path === "") return 0;
    const { directory, name } = this.#entry(path);
    return this.#directories.get(directory)?.get(name) ?? null;
  }

  #entry(path: string): Entry {
    const names = path.split("/");
    const name = names.pop() ?? "";
    let directory = 0;
    for (const step of names) {
      const next = this.#directories.get(directory)?.get(step);
      if (next === undefined) throw new Error(`nobody made the directory of ${path}`);
      directory = next;
    }
    return { directory, name };
  }

  #add(operation: Operation, path: string): void {
    const below = path.startsWith(this.#root) ? path.slice(this.#root.length + 1) : path;
    this.steps.push({ operation, label: `${operation.kind} ${below.replace(/[0-9a-f]{40}/g, "*") || "."}` });
  }
}
