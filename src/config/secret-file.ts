import { fail } from "../domain/errors/tidemark-error.ts";
import { OPTIONS, type OptionKey } from "./options.ts";

/** What a secret's own file held. */
export interface SecretFile {
  readonly path: string;
  readonly text: string;
  /** Accounts other than the owner and its group may read it. */
  readonly openToOthers: boolean;
}

export interface SecretFileInput {
  readonly option: OptionKey;
  /** What names the file: `TIDEMARK_REMOTE_TOKEN_FILE`. */
  readonly where: string;
  readonly path: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** null when there is no such file. @throws the operating system's error when it cannot be read */
  readFile(path: string): { readonly bytes: Uint8Array; readonly openToOthers: boolean } | null;
}

/** No secret is this long; a log or a data file named by mistake is. */
const MOST_BYTES = 65_536;
const CREDENTIALS = "$CREDENTIALS_DIRECTORY";

/** Whether the option may stand in a file of its own: whatever holds a secret may. */
export function hasSecretFile(key: OptionKey): boolean {
  return OPTIONS[key].secret !== "no";
}

/** `remote.token_file`, from which the names of the variable and the flag follow as they do from any key. */
export function secretFileKey(key: OptionKey): string {
  return `${key}_file`;
}

/**
 * Reads a secret from a file that holds nothing else. One line end at its end is no part of it. A path that begins with
 * `$CREDENTIALS_DIRECTORY/` is one of systemd's credentials (systemd.exec(5), LoadCredential=).
 * @throws config.secret-file
 */
export function readSecretFile(input: SecretFileInput): SecretFile {
  const path = resolveCredential(input);
  const content = attemptRead(input, path);
  if (content === null) throw fault(input, "does not exist");
  return { path, text: textOf(input, content.bytes), openToOthers: content.openToOthers };
}

function resolveCredential(input: SecretFileInput): string {
  const { path, env } = input;
  if (!path.startsWith(`${CREDENTIALS}/`)) return path;
  const directory = env.CREDENTIALS_DIRECTORY;
  if (directory) return directory + path.slice(CREDENTIALS.length);
  throw fault(
    input,
    "cannot be found: CREDENTIALS_DIRECTORY is not set, which systemd does for a unit with LoadCredential=",
  );
}

function attemptRead(input: SecretFileInput, path: string): ReturnType<SecretFileInput["readFile"]> {
  try {
    return input.readFile(path);
  } catch (reason) {
    const code = reason instanceof Error && "code" in reason ? String(reason.code) : String(reason);
    throw fault(input, code === "EISDIR" ? "is a directory" : `cannot be read (${code})`);
  }
}

function textOf(input: SecretFileInput, bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) throw fault(input, `has ${bytes.length} bytes, which is no secret`);
  const text = decoded(bytes)?.replace(/\r?\n$/, "");
  if (text === undefined) throw fault(input, "is not text in UTF-8");
  if (text === "") throw fault(input, "is empty");
  if (/[\r\n]/.test(text)) throw fault(input, "has more than one line");
  if (/\p{Cc}/u.test(text)) throw fault(input, "holds a control character");
  return text;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function fault({ option, where, path }: SecretFileInput, reason: string): Error {
  return fail("config.secret-file", { option, where, file: shownPath(path), reason });
}

/** A person may have put the secret itself where its file's name belongs. */
function shownPath(path: string): string {
  return /[/\\.]/.test(path) && !path.includes("://") ? path : "(whose name is not shown, it may be the secret itself)";
}
