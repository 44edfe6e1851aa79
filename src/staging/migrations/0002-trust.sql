-- Polls ask from here, when it is earlier than what the marker says: the server's clock was set back after the marker
-- was written. Null again once such a poll, or a read of the whole table, went through.
ALTER TABLE mirrored_table ADD COLUMN poll_from TEXT;

CREATE TABLE clock_event (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL, -- host wall clock, ms since 1970 UTC, when it was noticed
  run_id INTEGER NOT NULL REFERENCES run (id),
  kind TEXT NOT NULL, -- step, zone, restart
  shift REAL NOT NULL, -- seconds by which the server's local clock jumped; negative: back; 0: unknown
  before TEXT NOT NULL, -- the server's local time in the sample before it, 14 digits
  after TEXT NOT NULL -- and in the sample that shows it
) STRICT;

-- What sweeps and full syncs learned about stamps that are older than the moment at which they could be seen.
CREATE TABLE late_stamp (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL, -- host wall clock, ms since 1970 UTC, when it was noticed
  run_id INTEGER NOT NULL REFERENCES run (id),
  table_id INTEGER NOT NULL REFERENCES mirrored_table (id),
  seconds INTEGER NOT NULL -- how far behind the marker the latest such stamp of that run was
) STRICT;

CREATE INDEX late_stamp_at ON late_stamp (at);

-- Records that cannot be read, however small the question. Their table's marker passes them knowingly.
CREATE TABLE quarantine (
  table_id INTEGER NOT NULL REFERENCES mirrored_table (id),
  seq INTEGER NOT NULL, -- sequencenumber
  modtime TEXT, -- as a list of numbers and stamps told it; null when there is none
  code TEXT NOT NULL, -- error code of the newest attempt
  reason TEXT NOT NULL, -- its message
  first_at INTEGER NOT NULL, -- host wall clock, ms since 1970 UTC
  last_at INTEGER NOT NULL, -- the newest attempt
  tries INTEGER NOT NULL, -- runs that tried
  PRIMARY KEY (table_id, seq)
) STRICT, WITHOUT ROWID;

-- The fields that each table's exports have shown.
CREATE TABLE known_field (
  table_id INTEGER NOT NULL REFERENCES mirrored_table (id),
  name TEXT NOT NULL, -- element name: phone, detail.gross
  first_at INTEGER NOT NULL, -- host wall clock, ms since 1970 UTC
  gone_at INTEGER, -- since when exports do not have it any more; null: they have it
  PRIMARY KEY (table_id, name)
) STRICT, WITHOUT ROWID;
