import type { StagingSpace } from "../../domain/ports/staging-upkeep.ts";
import type { Connection } from "../connection.ts";
import { BUSY_MS } from "../pragmas.ts";

/** Pages that one step moves: half a megabyte. */
const STEP_PAGES = 64;
/** `PRAGMA auto_vacuum`: pages can be given back whenever somebody asks for it. */
const INCREMENTAL = 2;

export function spaceOf(connection: Connection): StagingSpace {
  const ask = (name: string) => Number(connection.value(`PRAGMA ${name}`));
  const page = ask("page_size");
  return {
    size: ask("page_count") * page,
    free: ask("freelist_count") * page,
    isReturnable: ask("auto_vacuum") === INCREMENTAL,
  };
}

/** Nothing where pages cannot be given back. */
export function* returnPages(connection: Connection, free: number): Generator<void, void, void> {
  const page = Number(connection.value("PRAGMA page_size"));
  const most = Math.ceil(free / page);
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const left = Number(connection.value("PRAGMA freelist_count"));
    if (left <= most || left >= before) return;
    before = left;
    connection.exec(`PRAGMA incremental_vacuum(${Math.min(STEP_PAGES, left - most)})`);
    yield;
  }
}

/** Also makes pages returnable from then on. */
export function rewrite(connection: Connection): void {
  connection.exec(`PRAGMA auto_vacuum = ${INCREMENTAL}`);
  connection.exec("VACUUM");
}

/** A reader in the way is met again the next time: nobody waits for it. */
export function settleDown(connection: Connection): void {
  connection.exec("PRAGMA busy_timeout = 0");
  try {
    connection.value("PRAGMA wal_checkpoint(TRUNCATE)");
  } finally {
    connection.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  }
  connection.exec("PRAGMA shrink_memory");
}
