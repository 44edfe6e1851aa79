import { useSignal } from "@preact/signals";
import type { Statistics } from "../../../api/contract/statistics.ts";
import { useApp } from "../../app.ts";
import { type Line, LineChart } from "../../chart/line-chart.tsx";
import { useLive } from "../../loading/use-live.ts";
import { useLoaded } from "../../loading/use-loaded.ts";
import { Choice } from "../../parts/choice.tsx";
import { Failure, Waiting } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { count } from "../../text/numbers.ts";
import { duration, fullTime } from "../../text/times.ts";
import { Figures } from "./figures.tsx";
import { dayTick, pollsText, recordsText, timeTick } from "./statistics-text.ts";

const HOUR = 3_600_000;
const RANGES = {
  hour: { text: "1 hour", ms: HOUR },
  day: { text: "24 hours", ms: 24 * HOUR },
  week: { text: "7 days", ms: 7 * 24 * HOUR },
  month: { text: "30 days", ms: 30 * 24 * HOUR },
} as const;
type Range = keyof typeof RANGES;
const SPANS = 120;

interface StatisticsProps {
  /** When the service began, ISO 8601: there is little of a day to show in its first hours. */
  readonly since: string;
}

/** How many records there were, and how long polls took, over time. */
export function StatisticsPanel({ since }: StatisticsProps) {
  const { client, now } = useApp();
  const range = useSignal<Range>(now.peek() - Date.parse(since) < 3 * HOUR ? "hour" : "day");
  const until = useSignal(now.peek());
  // A run that has ended is a new point.
  useLive((event) => {
    if (event.event === "run" && event.data.endedAt !== null) until.value = now.peek();
  });
  const { ms } = RANGES[range.value];
  const loaded = useLoaded(`${range.value} ${until.value}`, (signal) => {
    const span = { from: new Date(until.value - ms).toISOString(), until: new Date(until.value).toISOString() };
    return client.statistics({ ...span, spans: SPANS }, { signal });
  });
  const last = useSignal<Statistics | null>(null);
  if (loaded.data !== null) last.value = loaded.data;
  const { value: statistics } = last;
  const choice = (
    <Choice
      label="Over"
      value={range.value}
      options={Object.entries(RANGES).map(([name, { text }]) => [name, text])}
      onChange={(value) => {
        range.value = value as Range;
      }}
    />
  );
  return (
    <Panel title="Over time" className="statistics" aside={choice}>
      {loaded.error !== null && <Failure error={loaded.error} again={loaded.reload} />}
      {statistics === null ? <Waiting lines={9} /> : <Charts statistics={statistics} ms={ms} />}
    </Panel>
  );
}

interface ChartsProps {
  readonly statistics: Statistics;
  /** Of the whole time. */
  readonly ms: number;
}

function Charts({ statistics, ms }: ChartsProps) {
  const { spans, spanSeconds } = statistics;
  const line = (name: string, pick: (span: Statistics["spans"][number]) => number | null): Line => ({
    name,
    look: "main",
    holds: true,
    points: spans.map((span) => ({ at: Date.parse(span.at) + spanSeconds * 1000, value: pick(span) })),
  });
  const from = Date.parse(spans[0]?.at ?? "");
  const until = from + spans.length * spanSeconds * 1000;
  const tick = ms > 2 * 24 * HOUR ? dayTick : timeTick;
  const axis = { from, until, shownTime: fullTime, shownTick: tick };
  const seconds = (value: number) => duration(value / 1000);
  const records = [line("records", (span) => span.records)];
  const polls = [
    { ...line("middle", (span) => span.pollMs), holds: false },
    { ...line("longest", (span) => span.longestPollMs), holds: false, look: "other" } as const,
  ];
  return (
    <div class="charts">
      <figure>
        <figcaption>Records mirrored</figcaption>
        <LineChart {...axis} lines={records} shown={count} summary={recordsText(spans)} />
      </figure>
      <figure>
        <figcaption>Duration of polls</figcaption>
        <LineChart {...axis} lines={polls} shown={seconds} summary={pollsText(spans)} />
      </figure>
      <Figures spans={spans} />
    </div>
  );
}
