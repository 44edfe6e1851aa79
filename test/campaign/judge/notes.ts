import type { Oid } from "../../../src/domain/ids.ts";
import type { PromotionReport } from "../../../src/domain/promotion.ts";
import type { RepositoryReader } from "./repository.ts";

const NOTES_REF = "refs/notes/tidemark";

/** What the remote's notes say of a commit, in whatever directories git keeps them; null: nothing. */
export function readNote(reader: RepositoryReader, commit: Oid): PromotionReport | null {
  const head = reader.refs().get(NOTES_REF);
  if (head === undefined) return null;
  for (const [path, oid] of reader.files(reader.commit(head).tree)) {
    if (path.replaceAll("/", "") === commit) return JSON.parse(Buffer.from(reader.blob(oid)).toString());
  }
  return null;
}
