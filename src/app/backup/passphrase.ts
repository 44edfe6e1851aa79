import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { Host } from "../../domain/ports/host.ts";

/** Each guess costs some tenths of a second: a few random words are out of reach, a birthday is not. */
export const LEAST_CHARACTERS = 12;

export interface PassphraseSource {
  /** What `--passphrase-file` names; its first line counts. */
  readonly file: string | undefined;
  readonly host: Host;
  readonly files: Files;
}

/** For what is to be sealed: typed twice. @throws backup.passphrase */
export async function newPassphrase(source: PassphraseSource): Promise<string> {
  const first = await readPassphrase(source, `Passphrase for the secrets, at least ${LEAST_CHARACTERS} characters: `);
  if ([...first].length < LEAST_CHARACTERS) throw refused("it is shorter");
  if (source.file !== undefined) return first;
  const second = await source.host.askHidden("Once more: ");
  if (second !== first) throw refused("the two are not the same");
  return first;
}

/** @throws backup.passphrase when nobody is there to type it, or the file cannot be read */
export async function readPassphrase({ file, host, files }: PassphraseSource, question: string): Promise<string> {
  if (file === undefined) {
    const typed = await host.askHidden(question);
    if (typed === null) throw refused("nobody is at a terminal to type it");
    return typed;
  }
  try {
    return new TextDecoder().decode(files.read(file)).split(/\r?\n/, 1)[0] ?? "";
  } catch (cause) {
    throw fail("restore.no-file", { path: file, reason: reasonOf(cause) }, { cause });
  }
}

function refused(reason: string): Error {
  return fail("backup.passphrase", { least: LEAST_CHARACTERS, reason });
}

/** `ENOENT` and the like. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
}
