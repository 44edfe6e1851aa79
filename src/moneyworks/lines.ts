import { BLANK_MODTIME } from "../domain/ids.ts";
import type { ParentsPage } from "../domain/ports/source.ts";
import type { Client } from "./client.ts";
import { type ListRequest, readList } from "./list.ts";

/** One page of transaction lines. A line without a parent belongs to no transaction and counts as read. */
export async function readLines(client: Client, request: ListRequest, signal: AbortSignal): Promise<ParentsPage> {
  const { rows, found } = await readList(client, { ...request, more: ["parentseq"] }, signal);
  const parents = new Set(rows.flatMap(({ numbers }) => numbers).filter((number) => number > 0));
  return {
    parents: [...parents].sort((a, b) => a - b),
    lines: rows.length,
    highest:
      rows
        .map(({ modtime }) => modtime)
        .sort()
        .at(-1) ?? BLANK_MODTIME,
    lastLine: rows.at(-1)?.seq ?? 0,
    found,
  };
}
