-- HTTP requests to MoneyWorks; null: not known.
ALTER TABLE run ADD COLUMN requests INTEGER;
-- Bytes received from MoneyWorks; null: not known.
ALTER TABLE run ADD COLUMN bytes INTEGER;
-- Live records of all tables when it ended; null: it looked at no table, or ended before this was noted.
ALTER TABLE run ADD COLUMN records INTEGER;
-- How many differences a check found; null for other runs.
ALTER TABLE run ADD COLUMN differences INTEGER;
-- What a check found, as JSON, with private values masked. It may be long, so it stays the last column.
ALTER TABLE run ADD COLUMN detail TEXT CHECK (json_valid(detail));

-- Lists of runs, newest first.
CREATE INDEX run_kind ON run (kind);
CREATE INDEX run_outcome ON run (outcome);
CREATE INDEX run_kind_outcome ON run (kind, outcome);
-- What statistics ask of runs.
CREATE INDEX run_ended ON run (ended_at, records) WHERE ended_at IS NOT NULL;
CREATE INDEX run_failed ON run (ended_at) WHERE outcome NOT IN ('ok', 'yielded', 'cancelled');
CREATE INDEX run_poll ON run (ended_at, ms) WHERE kind = 'poll' AND ended_at IS NOT NULL;

-- A field by the name before its first bracket or dot: detail for detail[2].gross. Whole records are not in it.
CREATE INDEX change_field ON change (
  substr(field, 1, min(instr(field || '.', '.'), instr(field || '[', '[')) - 1)
) WHERE field IS NOT NULL;

-- Stamps that the server's clock has not reached: the end of it.
CREATE INDEX record_modtime ON record (modtime) WHERE oid IS NOT NULL;

-- Which change log this is. Cursors name it: the ids of another log say nothing.
CREATE TABLE change_epoch (
  id INTEGER PRIMARY KEY CHECK (id = 1), -- one log, one epoch
  epoch TEXT NOT NULL -- random; another one in a file that was made anew
) STRICT;

INSERT INTO change_epoch (id, epoch) VALUES (1, lower(hex(randomblob(8))));
