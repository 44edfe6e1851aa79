import { rmSync, writeFileSync } from "node:fs";
import { TemporaryDirectory } from "./temporary.ts";

/** A file system of its own in memory, which can be small, full or read-only. Needs the right to mount: see canMount. */
export class SmallDisk implements Disposable {
  readonly #place: TemporaryDirectory | null;
  readonly path: string;

  /** @param at where to mount it: an empty directory; default: one of its own */
  constructor(kibibytes: number, at?: string) {
    this.#place = at === undefined ? new TemporaryDirectory() : null;
    this.path = at ?? this.#place?.path ?? "";
    mount("-t", "tmpfs", "-o", `size=${kibibytes}k,mode=700`, "tmpfs", this.path);
  }

  resize(kibibytes: number): void {
    mount("-o", `remount,rw,size=${kibibytes}k`, this.path);
  }

  makeReadOnly(): void {
    mount("-o", "remount,ro", this.path);
  }

  /** Leaves no free byte. */
  fill(): void {
    try {
      writeFileSync(this.#filler, new Uint8Array(64 * 1024 * 1024));
    } catch (reason) {
      if (!(reason instanceof Error && "code" in reason && reason.code === "ENOSPC")) throw reason;
    }
  }

  makeRoom(): void {
    rmSync(this.#filler);
  }

  [Symbol.dispose](): void {
    Bun.spawnSync(["umount", "--lazy", this.path]);
    this.#place?.[Symbol.dispose]();
  }

  get #filler(): string {
    return `${this.path}/filler`;
  }
}

/** Whether this process may mount: root of a machine, not of most containers. */
export function canMount(): boolean {
  using place = new TemporaryDirectory();
  const mounted = Bun.spawnSync(["mount", "-t", "tmpfs", "tmpfs", place.path], { stderr: "ignore" }).success;
  if (mounted) Bun.spawnSync(["umount", place.path]);
  return mounted;
}

function mount(...args: string[]): void {
  const { success, stderr } = Bun.spawnSync(["mount", ...args]);
  if (!success) throw new Error(`mount ${args.join(" ")}: ${stderr}`);
}
