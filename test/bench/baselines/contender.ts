import type { Dataset } from "../input/dataset.ts";
import type { Usage } from "../measure/run-process.ts";
import type { ContenderName } from "../options.ts";
import type { Stages } from "../ours/stages.ts";
import type { GitService, ServedRepository } from "../server/git-service.ts";

/** What every contender is given: the same records, an empty directory, an empty repository at the server. */
export interface Arena {
  readonly dataset: Dataset;
  /** Its own, removed afterwards. */
  readonly directory: string;
  readonly service: GitService;
  readonly repository: ServedRepository;
  readonly chunk: number;
  readonly checkpoint: number;
}

/** One run of one contender. */
export interface Result extends Usage {
  /** Seconds of its steps, in order. */
  readonly steps: Readonly<Record<string, number>>;
  readonly stages: Stages | null;
}

export interface Contender {
  readonly name: ContenderName;
  run(arena: Arena): Promise<Result>;
}
