PRAGMA application_id = 0x54494445; -- 'TIDE'

CREATE TABLE schema (
  version INTEGER PRIMARY KEY, -- number of the migration
  oldest INTEGER NOT NULL -- a binary must know at least this schema to open the file after that migration
) STRICT;

CREATE TABLE mirrored_table (
  id INTEGER PRIMARY KEY, -- stands for the name in the other tables
  name TEXT NOT NULL UNIQUE, -- lower case: name, transaction
  live INTEGER NOT NULL DEFAULT 0, -- number of its rows in record whose oid is not null
  marker TEXT, -- every record up to this modtime is staged; null while the first read is unfinished
  main_marker TEXT, -- the marker that main carries
  main_records INTEGER, -- the number of records that main carries
  cursor_after INTEGER, -- first read: all records up to this sequence number are staged; null when none is under way
  cursor_started_at TEXT, -- first read: the server's local time before its first page
  cursor_highest TEXT -- first read: highest modtime seen so far
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY, -- stands for the uuid in the other tables; ascends with time
  uuid TEXT NOT NULL UNIQUE, -- the id that logs, commits and the API show
  kind TEXT NOT NULL, -- poll, full
  started_at INTEGER NOT NULL, -- host wall clock, ms since 1970 UTC
  ended_at INTEGER, -- same clock; null while it runs, or when the process died in it
  outcome TEXT, -- ok, failed, partial, halted, cancelled; null like ended_at
  main_oid BLOB CHECK (length(main_oid) = 20), -- newest commit it made
  pushed INTEGER, -- 1: its commits reached the remote
  ms REAL, -- how long it took
  error_code TEXT, -- what ended it early
  error_message TEXT
) STRICT;

CREATE TABLE run_tally (
  run_id INTEGER NOT NULL REFERENCES run (id),
  position INTEGER NOT NULL, -- order of the tables in the run, from 0
  table_id INTEGER NOT NULL REFERENCES mirrored_table (id),
  read INTEGER NOT NULL, -- records received
  added INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  same INTEGER NOT NULL, -- received, and no new file needed
  PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;

-- One row per record that MoneyWorks or main holds. The body lives in content, so that what is scanned, compared and
-- marked stays narrow.
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  table_id INTEGER NOT NULL REFERENCES mirrored_table (id),
  leaf INTEGER NOT NULL, -- number of the leaf directory its file lives in
  key TEXT NOT NULL, -- natural key, exactly as MoneyWorks wrote it
  seq INTEGER CHECK (seq > 0), -- sequencenumber; null: seeded from git and not read yet, or gone
  modtime TEXT, -- lastmodifiedtime, 14 digits, server local time; null like seq
  oid BLOB CHECK (length(oid) = 20), -- git blob id of the canonical XML as last read; null: the record is gone
  main_oid BLOB CHECK (length(main_oid) = 20) -- git blob id that main holds; null: main has no such file
) STRICT;

CREATE UNIQUE INDEX record_key ON record (table_id, key);
CREATE UNIQUE INDEX record_seq ON record (table_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX record_leaf ON record (table_id, leaf);
-- What the next commit carries.
CREATE INDEX record_dirty ON record (table_id, leaf, key) WHERE oid IS NOT main_oid;
-- Seeded from git, met by no read yet.
CREATE INDEX record_unread ON record (table_id, key) WHERE modtime IS NULL AND oid IS NOT NULL;
-- Held by neither side: nearly always empty, and emptied with every write.
CREATE INDEX record_ghost ON record (id) WHERE oid IS NULL AND main_oid IS NULL;

CREATE TABLE content (
  record_id INTEGER PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
  size INTEGER NOT NULL, -- bytes of the canonical XML
  body BLOB NOT NULL -- the canonical XML as one zlib stream (RFC 1950), as a git pack holds it
) STRICT;

-- The field-level change log. It only grows; ids ascend in the order of writing.
CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL, -- host wall clock, ms since 1970 UTC
  run_id INTEGER NOT NULL REFERENCES run (id),
  table_id INTEGER NOT NULL REFERENCES mirrored_table (id),
  key TEXT NOT NULL,
  operation TEXT NOT NULL, -- added, changed, deleted
  field TEXT, -- path of the field: phone, detail[2].gross; null for a whole record
  old TEXT, -- null: blank or absent
  new TEXT -- null: blank or absent
) STRICT;

CREATE INDEX change_record ON change (table_id, key);
CREATE INDEX change_table ON change (table_id);
CREATE INDEX change_run ON change (run_id);
CREATE INDEX change_at ON change (at);

-- The journal of exports: one row per commit on main.
CREATE TABLE batch (
  id INTEGER PRIMARY KEY, -- ascends along main
  oid BLOB NOT NULL UNIQUE CHECK (length(oid) = 20), -- id of the commit
  parent BLOB CHECK (length(parent) = 20), -- null for the first commit
  pack BLOB NOT NULL CHECK (length(pack) = 20), -- checksum in the name of its pack
  run_id INTEGER NOT NULL REFERENCES run (id),
  records INTEGER NOT NULL, -- records it wrote or removed
  at INTEGER NOT NULL, -- host wall clock, ms since 1970 UTC
  state TEXT NOT NULL CHECK (state IN ('prepared', 'committed', 'pushed')),
  change_after INTEGER NOT NULL, -- it carries the changes with change_after < change.id
  change_upto INTEGER NOT NULL -- and change.id <= change_upto
) STRICT;

CREATE UNIQUE INDEX batch_prepared ON batch (state) WHERE state = 'prepared';
CREATE INDEX batch_unpushed ON batch (id) WHERE state = 'committed';
CREATE INDEX batch_change ON batch (change_upto);

-- What the prepared commit carries of each record: a record that changes after that stays dirty.
CREATE TABLE carried (
  record_id INTEGER PRIMARY KEY REFERENCES record (id),
  oid BLOB CHECK (length(oid) = 20) -- null: the commit removes the file
) STRICT;

CREATE TABLE pending_tree (
  parent TEXT NOT NULL,
  name TEXT NOT NULL,
  oid BLOB CHECK (length(oid) = 20), -- null: the commit removes the entry
  PRIMARY KEY (parent, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE pending_marker (
  table_id INTEGER PRIMARY KEY REFERENCES mirrored_table (id),
  marker TEXT,
  records INTEGER NOT NULL
) STRICT;

-- The directories of main above the leaves: a commit never walks git.
CREATE TABLE tree (
  parent TEXT NOT NULL, -- the directory the entry is in; '' for the root
  name TEXT NOT NULL,
  oid BLOB NOT NULL CHECK (length(oid) = 20),
  PRIMARY KEY (parent, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE clock_sample (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL, -- host wall clock, ms since 1970 UTC
  run_id INTEGER NOT NULL REFERENCES run (id),
  local TEXT NOT NULL, -- the server's wall clock, 14 digits
  utc INTEGER, -- the server's UTC time, ms since 1970; null when it did not tell
  asked_at REAL NOT NULL, -- host wall clock, ms, before the question
  answered_at REAL NOT NULL, -- and after the answer
  monotonic REAL NOT NULL, -- host, ms since boot
  boot_id TEXT NOT NULL -- which boot of the host
) STRICT;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE halt (
  id INTEGER PRIMARY KEY CHECK (id = 1), -- one halt at a time
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  hint TEXT NOT NULL,
  at INTEGER NOT NULL -- host wall clock, ms since 1970 UTC
) STRICT;

-- For people with a database shell; the program does not read these.
CREATE VIEW change_log AS
SELECT
  change.id AS id,
  datetime(change.at / 1000, 'unixepoch') AS at_utc,
  mirrored_table.name AS table_name,
  change.key AS key,
  change.operation AS operation,
  change.field AS field,
  change.old AS old,
  change.new AS new,
  run.uuid AS run,
  run.kind AS run_kind,
  (
    SELECT CASE WHEN batch.change_after < change.id THEN lower(hex(batch.oid)) END
    FROM batch
    WHERE batch.change_upto >= change.id AND batch.state <> 'prepared'
    ORDER BY batch.change_upto, batch.id
    LIMIT 1
  ) AS main_commit
FROM change
JOIN mirrored_table ON mirrored_table.id = change.table_id
JOIN run ON run.id = change.run_id;

CREATE VIEW record_state AS
SELECT
  mirrored_table.name AS table_name,
  record.key AS key,
  record.seq AS sequencenumber,
  record.modtime AS modtime,
  lower(hex(record.oid)) AS blob,
  lower(hex(record.main_oid)) AS main_blob,
  CASE
    WHEN record.oid IS record.main_oid THEN 'committed'
    WHEN record.oid IS NULL THEN 'to be deleted'
    WHEN record.main_oid IS NULL THEN 'to be added'
    ELSE 'to be changed'
  END AS state
FROM record
JOIN mirrored_table ON mirrored_table.id = record.table_id;

CREATE VIEW commit_log AS
SELECT
  batch.id AS id,
  lower(hex(batch.oid)) AS main_commit,
  datetime(batch.at / 1000, 'unixepoch') AS at_utc,
  batch.state AS state,
  batch.records AS records,
  run.uuid AS run,
  run.kind AS run_kind
FROM batch
JOIN run ON run.id = batch.run_id;
