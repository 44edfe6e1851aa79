import { mkdirSync, rmSync } from "node:fs";
import type { Arena, Contender, Result } from "../baselines/contender.ts";
import { type Dataset, TABLE } from "../input/dataset.ts";
import { type GitService, objectBytes, recordTree } from "../server/git-service.ts";

/** A run with what the server held after it. */
export interface FieldResult extends Result {
  readonly serverBytes: number;
}

export interface FieldOptions {
  readonly root: string;
  readonly service: GitService;
  readonly dataset: Dataset;
  readonly chunk: number;
  readonly checkpoint: number;
}

/** Gives each contender a place of its own, and sees to it that all of them end with the same files at the server. */
export class Field {
  readonly #options: FieldOptions;
  #tree: string | null = null;
  #runs = 0;

  constructor(options: FieldOptions) {
    this.#options = options;
  }

  /** @throws when the server's main is not what the others left there */
  async run(contender: Contender): Promise<{ readonly result: FieldResult; readonly arena: Arena }> {
    const arena = await this.#arena(contender);
    const result = await contender.run(arena);
    this.check(arena, contender.name);
    return { result: { ...result, serverBytes: objectBytes(arena.repository.directory) }, arena };
  }

  /** Forgets what the last runs left: from here on the files are others. */
  expectOtherFiles(): void {
    this.#tree = null;
  }

  check({ repository }: Arena, name: string): void {
    const tree = recordTree(repository.directory, TABLE);
    this.#tree ??= tree;
    if (tree !== this.#tree) throw new Error(`${name} left other files at the server than the one before`);
  }

  async #arena({ name }: Contender): Promise<Arena> {
    const { root, service, dataset, chunk, checkpoint } = this.#options;
    const id = `${dataset.records}-${name}-${this.#runs++}`;
    const directory = `${root}/${id}`;
    mkdirSync(directory);
    return { dataset, directory, service, repository: await service.create(`${id}.git`), chunk, checkpoint };
  }
}

export function clear({ directory, repository }: Arena): void {
  for (const path of [directory, repository.directory]) rmSync(path, { recursive: true, force: true });
}
