import type { Oid } from "../../domain/ids.ts";
import type { AreaReport } from "../../domain/verification.ts";
import { type CommitText, isOwnCommit, parseCommitText } from "../objects/commit-text.ts";
import type { MetCommit } from "./reach.ts";

const TRAILERS = ["Tidemark-Run", "Tidemark-Marker", "Tidemark-Config"] as const;
/** Of a merge that carries an incoming commit: its id. */
const PROMOTED_TRAILER = "Tidemark-Promoted";

/** What commits must say, told in the order in which `Reach` meets them. Edits that were promoted are as their authors made them. */
export class CommitJudge {
  readonly #report: AreaReport;
  /** Incoming commits, and what they were made on beside main. */
  readonly #promoted = new Set<Oid>();

  constructor(report: AreaReport) {
    this.#report = report;
  }

  judge({ oid, bytes, parents }: MetCommit): void {
    if (this.#promoted.delete(oid)) {
      for (const parent of parents) this.#promoted.add(parent);
      return;
    }
    const text = parseCommitText(bytes);
    if (!isOwnCommit(text)) {
      this.#report.remark("foreign-commit", oid, `${text.author} made it, not Tidemark.`);
      return;
    }
    if (text.trailers.has(PROMOTED_TRAILER)) for (const parent of parents.slice(1)) this.#promoted.add(parent);
    this.#checkTrailers(oid, text);
  }

  #checkTrailers(oid: Oid, { trailers }: CommitText): void {
    const missing = TRAILERS.filter((name) => !trailers.has(name));
    if (missing.length > 0) this.#report.found("trailers", oid, `The commit lacks ${missing.join(", ")}.`);
  }
}
