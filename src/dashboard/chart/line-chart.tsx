import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type Axes, areaPath, linePath, nearest, type Point } from "./lines.ts";
import { niceTicks, place, timeTicks, valueAt } from "./scale.ts";

export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
  /** Its look: `main` is filled below, `other` is thin. */
  readonly look: "main" | "other";
  /** A figure that holds until the next one: gaps are passed over. */
  readonly holds: boolean;
}

interface LineChartProps {
  /** One sentence for those who do not see it. */
  readonly summary: string;
  readonly lines: readonly Line[];
  /** Both ends of the time that is shown, ms. */
  readonly from: number;
  readonly until: number;
  readonly shown: (value: number) => string;
  readonly shownTime: (at: number) => string;
  readonly shownTick: (at: number) => string;
}

const HEIGHT = 180;
const TIME_WIDTH = 95;
const EDGE = { left: 56, right: 10, top: 10, bottom: 24 } as const;

/** Lines over time. What the pointer is nearest to is read out below. */
export function LineChart(props: LineChartProps) {
  const { summary, lines } = props;
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const pointed = useSignal<number | null>(null);
  const { axes, ticks } = axesOf(props, width);
  const onPointerMove = (event: PointerEvent & { readonly currentTarget: SVGSVGElement }) => {
    pointed.value = valueAt(axes.x, event.clientX - event.currentTarget.getBoundingClientRect().left);
  };
  return (
    <div class="chart" ref={frame}>
      <svg
        role="img"
        aria-label={summary}
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        onPointerMove={onPointerMove}
        onPointerLeave={() => {
          pointed.value = null;
        }}
      >
        <Grid {...props} axes={axes} ticks={ticks} />
        {lines.map((line) => (
          <Drawn key={line.name} line={line} axes={axes} />
        ))}
        <Cursor lines={lines} axes={axes} at={pointed.value} />
      </svg>
      <Reading {...props} at={pointed.value} />
    </div>
  );
}

interface GridProps extends LineChartProps {
  readonly axes: Axes;
  readonly ticks: readonly number[];
}

/** Figures to the left, with a line each; times below, a hand's width apart. */
function Grid({ axes: { x, y }, ticks, from, until, shown, shownTick }: GridProps) {
  const times = timeTicks(from, until, Math.max(2, Math.floor(x.end / TIME_WIDTH)), zoneOf(until));
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick} class="tick">
          <line x1={x.start} x2={x.end} y1={place(y, tick)} y2={place(y, tick)} />
          <text x={x.start - 8} y={place(y, tick) + 4} text-anchor="end">
            {shown(tick)}
          </text>
        </g>
      ))}
      {times.map((time) => (
        <text key={time} class="time" x={place(x, time)} y={HEIGHT - 6} text-anchor="middle">
          {shownTick(time)}
        </text>
      ))}
    </>
  );
}

/** Pixels that an element has, now and whenever that changes. */
function useWidth(frame: RefObject<HTMLElement | null>): number {
  const width = useSignal(600);
  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      width.value = Math.max(240, Math.round(entry?.contentRect.width ?? 600));
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [frame]);
  return width.value;
}

function Drawn({ line: { points, look, holds }, axes }: { readonly line: Line; readonly axes: Axes }) {
  return (
    <g class={`line-${look}`}>
      {look === "main" && <path class="area" d={areaPath(points, axes, holds)} />}
      <path class="stroke" d={linePath(points, axes, holds)} />
    </g>
  );
}

interface CursorProps {
  readonly lines: readonly Line[];
  readonly axes: Axes;
  readonly at: number | null;
}

function Cursor({ lines, axes, at }: CursorProps) {
  if (at === null) return null;
  return (
    <g class="cursor">
      {lines.map(({ name, points, look }) => {
        const point = nearest(points, at);
        if (point?.value == null) return null;
        return <circle key={name} class={look} cx={place(axes.x, point.at)} cy={place(axes.y, point.value)} r="3.5" />;
      })}
    </g>
  );
}

/** Always one line high, so that nothing moves when the pointer comes and goes. */
function Reading({ lines, until, shown, shownTime, at }: LineChartProps & { readonly at: number | null }) {
  const found = lines.map(({ name, points, look }) => ({ name, look, point: nearest(points, at ?? until) }));
  const time = found.find(({ point }) => point !== null)?.point?.at ?? null;
  return (
    <p class="reading" aria-hidden="true">
      {time !== null && <span class="muted">{at === null ? "latest" : shownTime(time)}</span>}
      {found.map(({ name, look, point }) => (
        <span key={name} class={`key ${look}`}>
          {name} {point?.value == null ? "–" : shown(point.value)}
        </span>
      ))}
    </p>
  );
}

function axesOf({ lines, from, until }: LineChartProps, width: number) {
  const values = lines.flatMap(({ points }) => points.flatMap(({ value }) => (value === null ? [] : [value])));
  const ticks = niceTicks(Math.min(...values, Infinity), Math.max(...values, 0), 4);
  const x = { from, to: until, start: EDGE.left, end: width - EDGE.right };
  const y = { from: ticks[0] ?? 0, to: ticks.at(-1) ?? 1, start: HEIGHT - EDGE.bottom, end: EDGE.top };
  return { axes: { x, y }, ticks };
}

function zoneOf(at: number): number {
  return -new Date(at).getTimezoneOffset();
}
