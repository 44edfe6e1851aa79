import { closeSync, openSync, writeSync } from "node:fs";

export interface CanonicalFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Writes what `git fast-import` reads (git manual, git-fast-import) to a file: one commit on main with these files. */
export class FastImportStream {
  readonly #descriptor: number;
  readonly #form: "inline" | "blobs-first";
  readonly #paths: string[] = [];

  /** @param form `blobs-first` takes all contents before the commit: more work for the caller, less for git */
  constructor(path: string, form: "inline" | "blobs-first") {
    this.#descriptor = openSync(path, "w");
    this.#form = form;
  }

  begin(parent: string | null): void {
    if (this.#form === "inline") this.#commit(parent);
  }

  add(files: readonly CanonicalFile[]): void {
    const parts = files.flatMap(({ path, bytes }) => {
      this.#paths.push(path);
      const mark = this.#paths.length;
      const head = this.#form === "inline" ? `M 100644 inline ${path}\n` : `blob\nmark :${mark}\n`;
      return [Buffer.from(`${head}data ${bytes.length}\n`), bytes, Buffer.from("\n")];
    });
    this.#write(Buffer.concat(parts));
  }

  end(): void {
    if (this.#form === "blobs-first") {
      this.#commit(null);
      this.#write(Buffer.from(this.#paths.map((path, at) => `M 100644 :${at + 1} ${path}\n`).join("")));
    }
    this.#write(Buffer.from("\n"));
    closeSync(this.#descriptor);
  }

  #commit(parent: string | null): void {
    const from = parent === null ? "" : `from ${parent}\n`;
    const who = "Bench <bench@example.com> 1700000000 +0000";
    this.#write(Buffer.from(`commit refs/heads/main\ncommitter ${who}\ndata 6\nbench\n${from}`));
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done);
  }
}
