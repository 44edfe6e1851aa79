import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { Host } from "../../domain/ports/host.ts";
import { parseSealedText } from "../../domain/sealed-text.ts";
import { openText } from "../../platform/sealed.ts";
import type { EntryTaker } from "./backup-reader.ts";
import { type BackupEntry, SECRETS, SETTINGS } from "./manifest.ts";
import { readPassphrase, reasonOf } from "./passphrase.ts";

/** Longer than any configuration. */
const MOST_BYTES = 1024 * 1024;

export interface SettingsOrder {
  readonly request: { readonly file: string; readonly secrets: boolean; readonly passphraseFile: string | undefined };
  readonly host: Host;
  readonly files: Files;
}

/** Keeps the configuration of a backup that goes by, and the sealed one. */
export class SettingsTaker implements EntryTaker {
  readonly #texts = new Map<string, string>();
  readonly #pieces: Uint8Array[] = [];
  #isWanted = false;

  begin({ path, size }: BackupEntry): void {
    this.#isWanted = [SETTINGS, SECRETS].includes(path) && size <= MOST_BYTES;
    this.#pieces.length = 0;
  }

  piece(bytes: Uint8Array): void {
    if (this.#isWanted) this.#pieces.push(Uint8Array.from(bytes));
  }

  end({ path }: BackupEntry): void {
    if (this.#isWanted) this.#texts.set(path, new TextDecoder().decode(Buffer.concat(this.#pieces)));
  }

  /** @throws restore.no-configuration, restore.no-secrets, restore.bad-passphrase, restore.damaged */
  async text({ request, host, files }: SettingsOrder): Promise<string> {
    const { file: path, secrets, passphraseFile: file } = request;
    const plain = this.#texts.get(SETTINGS);
    if (plain === undefined) throw fail("restore.no-configuration", { path });
    if (!secrets) return plain;
    const text = this.#texts.get(SECRETS);
    if (text === undefined) throw fail("restore.no-secrets", { path });
    const sealed = parseSealedText(text);
    if (sealed === null) throw fail("restore.damaged", { path, reason: "its secrets cannot be read" });
    const passphrase = await readPassphrase({ file, host, files }, "Passphrase of the secrets in this backup: ");
    const opened = openText(sealed, passphrase);
    if (opened === null) throw fail("restore.bad-passphrase", { path });
    return opened;
  }
}

/** A new file that nobody else may read. @throws restore.file-exists, backup.cannot-write */
export function writeSettings(path: string, text: string, files: Files): void {
  try {
    const file = files.create(path);
    try {
      files.makePrivate(path);
      file.write(new TextEncoder().encode(text));
      file.sync();
    } finally {
      file.close();
    }
  } catch (cause) {
    const reason = reasonOf(cause);
    if (reason === "EEXIST") throw fail("restore.file-exists", { path }, { cause });
    // What was begun would be in the way of another attempt.
    if (files.exists(path)) files.remove(path);
    throw fail("backup.cannot-write", { path, reason }, { cause });
  }
}
