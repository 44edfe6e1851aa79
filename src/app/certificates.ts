import { fail } from "../domain/errors/tidemark-error.ts";
import type { Files } from "../domain/ports/files.ts";

/** The PEM text of a configured certificate file; undefined when none is configured. @throws config.bad-certificates */
export function readCertificates(path: string | null, option: string, files: Files): string | undefined {
  if (path === null) return undefined;
  const bytes = attempt(path, option, files);
  const text = new TextDecoder().decode(bytes);
  if (/-----BEGIN CERTIFICATE-----/.test(text)) return text;
  throw fail("config.bad-certificates", { option, file: path, reason: "it holds no certificate in PEM form" });
}

function attempt(path: string, option: string, files: Files): Uint8Array {
  try {
    return files.read(path);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw fail("config.bad-certificates", { option, file: path, reason }, { cause });
  }
}
