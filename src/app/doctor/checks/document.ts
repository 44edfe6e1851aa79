import { EVALUATE } from "../advice.ts";
import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

export const documentCheck: DoctorCheck = {
  name: "document",
  async run({ contact }) {
    const met = await contact.orNull();
    return met === null ? null : judgeDocument(met.document);
  },
};

export function judgeDocument(document: string | null): Judgement {
  if (document !== null)
    return ok(`The document is ${document}: another one under this address would be noticed.`, { document });
  const says = "The server does not tell the document's id: another one under this address might not be noticed.";
  return warn(says, EVALUATE, { document });
}
