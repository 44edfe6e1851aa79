import type { Confirmed } from "../../../../anonymizer/audit/confirm.ts";
import { Examiner } from "../../../../anonymizer/audit/examine.ts";
import type { AuditMemory, Examined, Gathered, OpenImage } from "../../../../anonymizer/audit/examined.ts";
import type { Examiners } from "../../../../anonymizer/audit/ports.ts";
import { createEngine } from "../../../../anonymizer/engine.ts";
import type { EngineOptions } from "../../../../anonymizer/model/engine.ts";
import type { Threads } from "../../../domain/ports/threads.ts";
import type { Question } from "./messages.ts";
import { startThreads } from "./start-threads.ts";

/** Examiners that can be ended. */
export interface StartedExaminers extends Examiners {
  stop(): void;
}

/** @param jobs threads beside this one; 0: this one does it all */
export function startExaminers(
  { options, memory }: { readonly options: EngineOptions; readonly memory: AuditMemory },
  jobs: number,
  threads: Threads,
): StartedExaminers {
  if (jobs === 0) return ownExaminer(new Examiner({ options, memory, create: createEngine }));
  const { width, ask, useSums, stop } = startThreads({ kind: "begin-audit", options, memory }, jobs, threads);
  return { width, useSums, stop, ...asking(ask) };
}

function ownExaminer(examiner: Examiner): StartedExaminers {
  const ask = async (question: Question) => answerOf(examiner, question);
  return { width: 1, useSums: (sums) => examiner.useSums(sums), stop: () => {}, ...asking(ask) };
}

function asking(ask: (question: Question) => Promise<unknown>): Omit<Examiners, "width" | "useSums"> {
  return {
    gather: async (batch) => (await ask({ kind: "gather", batch })) as Gathered,
    examine: async (batch) => (await ask({ kind: "examine", batch })) as Examined,
    images: async (batch) => (await ask({ kind: "images", batch })) as readonly OpenImage[],
    confirm: async (batch, keys) => (await ask({ kind: "confirm", batch, keys })) as readonly Confirmed[],
  };
}

/** What a thread answers. */
export function answerOf(examiner: Examiner, question: Question): unknown {
  switch (question.kind) {
    case "gather":
      return examiner.gather(question.batch);
    case "examine":
      return examiner.examine(question.batch);
    case "images":
      return examiner.images(question.batch);
    case "confirm":
      return examiner.confirm(question.batch, question.keys);
    case "batch":
      return null;
  }
}
