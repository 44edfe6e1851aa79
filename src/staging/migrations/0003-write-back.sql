-- The incoming commits that were carried into MoneyWorks, or are to be.
CREATE TABLE promotion (
  id INTEGER PRIMARY KEY,
  oid BLOB NOT NULL UNIQUE CHECK (length(oid) = 20), -- id of the incoming commit
  branch TEXT NOT NULL, -- where it was found, without refs/heads/
  run_id INTEGER NOT NULL REFERENCES run (id), -- the newest run that took it up
  started_at INTEGER NOT NULL, -- host wall clock, ms since 1970 UTC, when that run did
  ended_at INTEGER, -- same clock; null while it is pending
  outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'conflict', 'refused', 'failed', 'pending')),
  report TEXT CHECK (json_valid(report)), -- JSON, what is told of it; null until there was something to tell
  noted INTEGER NOT NULL CHECK (noted IN (0, 1)), -- 1: the remote has the note of this report
  CHECK ((outcome = 'pending') = (ended_at IS NULL)),
  CHECK (noted = 0 OR report IS NOT NULL)
) STRICT;

CREATE INDEX promotion_started ON promotion (started_at);
CREATE INDEX promotion_pending ON promotion (started_at) WHERE outcome = 'pending';
CREATE INDEX promotion_unnoted ON promotion (started_at) WHERE noted = 0 AND report IS NOT NULL;

-- The journal of what is sent to MoneyWorks, written before and after each request.
CREATE TABLE import (
  id INTEGER PRIMARY KEY, -- ascends in the order of entering
  promotion_id INTEGER NOT NULL REFERENCES promotion (id) ON DELETE CASCADE,
  path TEXT NOT NULL, -- the file in the incoming commit
  table_id INTEGER NOT NULL REFERENCES mirrored_table (id),
  kind TEXT NOT NULL CHECK (kind IN ('update', 'new', 'invoice')),
  key TEXT, -- of the record, as far as it is known; null for a new transaction
  client_id TEXT, -- the name in new/<table>/<client-id>.xml; null for others
  id_field TEXT, -- the user field that carries it in MoneyWorks; null for others
  state TEXT NOT NULL CHECK (state IN ('planned', 'sent', 'applied', 'refused', 'void')),
  seq INTEGER, -- sequencenumber, once known
  reason TEXT, -- MoneyWorks' words, or why nobody knows
  sent_at REAL, -- newest sending: host wall clock, ms since 1970 UTC; null before the first
  sent_monotonic REAL, -- newest sending: host, ms since boot; null like sent_at
  sent_boot TEXT, -- newest sending: which boot of the host; null like sent_at
  UNIQUE (promotion_id, path),
  CHECK ((sent_at IS NULL) = (sent_monotonic IS NULL) AND (sent_at IS NULL) = (sent_boot IS NULL)),
  CHECK (state <> 'sent' OR sent_at IS NOT NULL)
) STRICT;

CREATE INDEX import_client ON import (client_id) WHERE client_id IS NOT NULL;
-- Sent, and nobody knows what came of it.
CREATE INDEX import_open ON import (id) WHERE state = 'sent';

-- For people with a database shell; the program does not read it.
CREATE VIEW promotion_log AS
SELECT
  promotion.id AS id,
  lower(hex(promotion.oid)) AS incoming_commit,
  promotion.branch AS branch,
  datetime(promotion.started_at / 1000, 'unixepoch') AS at_utc,
  datetime(promotion.ended_at / 1000, 'unixepoch') AS ended_utc,
  promotion.outcome AS outcome,
  json_extract(promotion.report, '$.main') AS main_commit,
  promotion.noted AS noted,
  (SELECT count(*) FROM import WHERE import.promotion_id = promotion.id) AS imports,
  (SELECT count(*) FROM import WHERE import.promotion_id = promotion.id AND import.state = 'applied') AS applied,
  (SELECT count(*) FROM import WHERE import.promotion_id = promotion.id AND import.state = 'sent') AS unanswered,
  run.uuid AS run,
  run.kind AS run_kind
FROM promotion
JOIN run ON run.id = promotion.run_id;
