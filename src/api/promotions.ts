import { Elysia } from "elysia";
import { fail } from "../domain/errors/tidemark-error.ts";
import { problem } from "./problem.ts";

export interface PromotionParts {
  /** The newest incoming commits, newest first. */
  readonly list: () => readonly object[];
  /** The report of one; null: it is not known. */
  readonly find: (commit: string) => object | null;
}

/** `GET /promotions`, `GET /promotions/:commit`: what became of incoming commits. */
export function promotions({ list, find }: PromotionParts) {
  return new Elysia()
    .get("/promotions", () => Response.json({ promotions: list() }))
    .get("/promotions/:commit", ({ params }) => {
      const { commit } = params;
      const report = /^[0-9a-f]{40}$/.test(commit) ? find(commit) : null;
      return report === null
        ? problem(404, fail("api.no-promotion", { commit: commit.slice(0, 40) }))
        : Response.json(report);
    });
}
