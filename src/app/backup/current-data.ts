import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import { describeCopy } from "../../staging/copy.ts";
import { viewStaging } from "../../staging/staging-view.ts";
import type { DataDirectory } from "../data-directory.ts";
import type { Manifest } from "./manifest.ts";

/** What a data directory holds that something is about to replace. */
export interface CurrentData {
  /** null: nobody knows, or the file cannot be read. */
  readonly document: string | null;
  readonly documentName: string | null;
}

/** null: there is nothing. Call with the lock held. */
export function currentData({ staging, repository }: DataDirectory, files: Files): CurrentData | null {
  if (!files.exists(staging)) return files.exists(`${repository}/HEAD`) ? { document: null, documentName: null } : null;
  const looks = [
    () => look(staging, files),
    // One of an older schema, which the first refuses.
    () => describeCopy(staging),
  ];
  for (const attempt of looks) {
    try {
      const { document, documentName } = attempt();
      return { document, documentName };
    } catch {
      // What cannot be read is what a backup is for.
    }
  }
  return { document: null, documentName: null };
}

function look(path: string, files: Files): CurrentData {
  const view = viewStaging(path, files);
  try {
    return view.read((staging) => ({
      document: staging.setting("document"),
      documentName: staging.setting("document-name"),
    }));
  } finally {
    view.close();
  }
}

/** @throws restore.other-document */
export function refuseOtherDocument(
  manifest: Manifest,
  current: CurrentData | null,
  { path, force }: { readonly path: string; readonly force: boolean },
): void {
  if (current === null || force) return;
  const { document, documentName } = current;
  const isOther = document !== null && manifest.document !== null && document !== manifest.document;
  if (!isOther) return;
  const found = manifest.documentName ?? manifest.document;
  throw fail("restore.other-document", { path, found, known: documentName ?? document });
}
