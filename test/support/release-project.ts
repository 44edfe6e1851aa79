import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { git } from "./git-command.ts";
import { TemporaryDirectory } from "./temporary.ts";

const MAIN = `import { parseCookie } from "cookie";
import manifest from "../package.json" with { type: "json" };

declare const TIDEMARK_COMMIT: string;
declare const TIDEMARK_TARGET: string;
declare const TIDEMARK_RELEASE_KEYS: string;
declare const TIDEMARK_LICENCES: string;

const keys = TIDEMARK_RELEASE_KEYS.split("\\n").map((line) => {
  const digest = new Bun.CryptoHasher("sha256").update(Buffer.from(line.split(" ")[1] ?? "", "base64"));
  return "SHA256:" + digest.digest("base64").replace(/=+$/, "");
});
const info = { version: manifest.version, commit: TIDEMARK_COMMIT, target: TIDEMARK_TARGET, keys };
console.log(process.argv[2] === "licences" ? TIDEMARK_LICENCES : JSON.stringify(info), Object.values(parseCookie("")).join(""));
`;

const FILES: Readonly<Record<string, string>> = {
  "package.json": '{"name": "tidemark", "version": "0.1.0", "type": "module"}\n',
  "bun.lock": `    "cookie": ["cookie@1.1.1", "", {}, "sha512-${Buffer.alloc(64, 5).toString("base64")}"],\n`,
  "src/main.ts": MAIN,
  "install.sh": "keys='@TIDEMARK_KEYS@'\n",
  "install.ps1": "@'\n@TIDEMARK_KEYS@\n'@\n",
  ".gitignore": "node_modules\n",
};

/** A repository with a program as small as one can be that a release is made of, with one package in it. */
export class ReleaseProject implements Disposable {
  readonly #temporary = new TemporaryDirectory();
  readonly root = join(this.#temporary.path, "project");

  constructor() {
    for (const [path, text] of Object.entries(FILES)) this.write(path, text);
    symlinkSync(resolve(import.meta.dir, "../../node_modules"), join(this.root, "node_modules"), "junction");
    chmodSync(join(this.root, "install.sh"), 0o755);
    git(this.root, ["init", "-q"]);
    git(this.root, ["add", "-A"]);
    git(this.root, ["commit", "-q", "-m", "all of it"]);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** A file or directory beside the project. */
  beside(name: string): string {
    return join(this.#temporary.path, name);
  }

  [Symbol.dispose](): void {
    this.#temporary[Symbol.dispose]();
  }
}
