import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { FindQuery, ImportAnswer, Importer } from "../domain/ports/importer.ts";
import type { SourceRecord } from "../domain/record.ts";
import type { Client } from "./client.ts";
import { findRecords } from "./find-records.ts";
import type { ImportOutcome } from "./import-answer.ts";

/** The writing side of the document that the client asks. */
export function importerOn(client: Client): Importer {
  return new MoneyWorksImporter(client);
}

class MoneyWorksImporter implements Importer {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async send(document: string, returnSeq: boolean, signal: AbortSignal): Promise<ImportAnswer> {
    if (!document.isWellFormed()) {
      throw fail("internal.bad-id", { kind: "import document", value: "half a surrogate pair" });
    }
    const bytes = new TextEncoder().encode(document);
    try {
      return answerOf(await this.#client.importXml(bytes, { returnSeq }, signal));
    } catch (error) {
      const answer = error instanceof TidemarkError ? expected(error) : null;
      if (answer === null) throw error;
      return answer;
    }
  }

  find(query: FindQuery, signal: AbortSignal): Promise<readonly SourceRecord[]> {
    return findRecords(this.#client, query, signal);
  }
}

/** Where a number is told, no counts are: they are 0. */
function answerOf(outcome: ImportOutcome): ImportAnswer {
  if (outcome.kind === "sequence") return { kind: "imported", seq: outcome.seq, created: 0, updated: 0 };
  const { created, updated } = outcome;
  if (created + updated > 0) return { kind: "imported", seq: null, created, updated };
  return { kind: "refused", reason: "MoneyWorks imported nothing, and did not say why (created 0; updated 0)" };
}

/** null: no answer of an import, but the reason why there is none. */
function expected({ code, details }: TidemarkError): ImportAnswer | null {
  const reason = String(details.reason);
  if (code === "moneyworks.import-refused") return { kind: "refused", reason };
  if (code === "moneyworks.import-unknown") return { kind: "unknown", reason };
  return null;
}
