-- A run goes only when no row names it any more. Each way of naming it is looked up here; change has such an index already.
CREATE INDEX batch_run ON batch (run_id);
CREATE INDEX promotion_run ON promotion (run_id);
CREATE INDEX clock_sample_run ON clock_sample (run_id);
CREATE INDEX clock_event_run ON clock_event (run_id);
CREATE INDEX late_stamp_run ON late_stamp (run_id);

-- Decided and told at the remote, and still with everything about each record.
CREATE INDEX promotion_whole ON promotion (ended_at)
WHERE noted = 1 AND outcome <> 'failed' AND json_array_length(report, '$.records') > 0;
