import { MODTIME, oidOf, RUN } from "../../support/staging-builders.ts";

/** What every version has. */
const ROWS = `
      INSERT INTO mirrored_table (id, name, live, marker) VALUES (1, 'name', 2, '${MODTIME}');
      INSERT INTO run (id, uuid, kind, started_at) VALUES (1, '${RUN}', 'poll', 1);
      INSERT INTO record (id, table_id, leaf, key, seq, modtime, oid, main_oid) VALUES
        (1, 1, 0, 'A', 1, '${MODTIME}', ${blob("A")}, ${blob("A")}),
        (2, 1, 0, 'B', 2, '${MODTIME}', ${blob("B")}, NULL),
        (3, 1, 0, 'C', NULL, NULL, NULL, ${blob("C")});
      INSERT INTO content (record_id, size, body) VALUES (1, 1, x'00'), (2, 1, x'00');
      INSERT INTO change (id, at, run_id, table_id, key, operation) VALUES (1, 5, 1, 1, 'A', 'added'), (2, 6, 1, 1, 'B', 'added');
      INSERT INTO batch (id, oid, pack, run_id, records, at, state, change_after, change_upto)
        VALUES (1, ${blob("first")}, ${blob("pack")}, 1, 2, 5, 'pushed', 0, 1);`;

const TRUST_ROWS = `
      UPDATE mirrored_table SET poll_from = '${MODTIME}';
      INSERT INTO clock_event (at, run_id, kind, shift, before, after) VALUES (5, 1, 'step', -60, '${MODTIME}', '${MODTIME}');
      INSERT INTO late_stamp (at, run_id, table_id, seconds) VALUES (5, 1, 1, 90);
      INSERT INTO quarantine (table_id, seq, modtime, code, reason, first_at, last_at, tries)
        VALUES (1, 9, '${MODTIME}', 'moneyworks.bad-xml', 'unreadable', 5, 6, 2);
      INSERT INTO known_field (table_id, name, first_at, gone_at) VALUES (1, 'phone', 5, NULL);`;

const WRITE_BACK_ROWS = `
      INSERT INTO promotion (id, oid, branch, run_id, started_at, ended_at, outcome, report, noted)
        VALUES (1, ${blob("incoming")}, 'changes', 1, 5, NULL, 'pending', NULL, 0);
      INSERT INTO import (promotion_id, path, table_id, kind, key, state, sent_at, sent_monotonic, sent_boot)
        VALUES (1, 'name/00/A.xml', 1, 'update', 'A', 'sent', 6, 1.5, 'boot'), (1, 'name/00/B.xml', 1, 'update', 'B', 'planned', NULL, NULL, NULL);`;

const APPLIANCE_ROWS = `
      INSERT INTO run (id, uuid, kind, started_at, ended_at, outcome, ms, requests, bytes, records, differences, detail)
        VALUES (0, '01890000-0000-7000-8000-000000000000', 'check', 0, 1, 'different', 1.5, 3, 4096, 2, 1, '{"differences":1}');`;

/**
 * For each schema version, rows as a program of that version would have left them: a clean record A, a new B, a deleted
 * C, one change on main and one that is not, all written by RUN, and a pushed commit `first`.
 */
export const FIXTURES: readonly { readonly version: number; readonly rows: string }[] = [
  { version: 1, rows: ROWS },
  { version: 2, rows: ROWS + TRUST_ROWS },
  { version: 3, rows: ROWS + TRUST_ROWS + WRITE_BACK_ROWS },
  { version: 4, rows: ROWS + TRUST_ROWS + WRITE_BACK_ROWS + APPLIANCE_ROWS },
  // Indexes came with it, and no place for a row.
  { version: 5, rows: ROWS + TRUST_ROWS + WRITE_BACK_ROWS + APPLIANCE_ROWS },
];

function blob(text: string): string {
  return `x'${oidOf(text)}'`;
}
