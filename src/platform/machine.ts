import { existsSync } from "node:fs";

/** What kind of machine this is, as far as it decides which program runs on it. */
export interface Machine {
  /** `linux`, `darwin`, `win32` … */
  readonly platform: string;
  /** `x64`, `arm64` … */
  readonly arch: string;
  /** Linux without glibc, such as Alpine. */
  readonly musl: boolean;
}

/** The machine that the program runs on. */
export function currentMachine(): Machine {
  const { platform, arch } = process;
  const loader = `/lib/ld-musl-${arch === "arm64" ? "aarch64" : "x86_64"}.so.1`;
  const glibc = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"].some((path) => existsSync(path));
  return { platform, arch, musl: platform === "linux" && !glibc && existsSync(loader) };
}
