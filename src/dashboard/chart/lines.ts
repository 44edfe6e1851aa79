import { place, type Scale } from "./scale.ts";

export interface Point {
  readonly at: number;
  /** null: nothing is known of that time. */
  readonly value: number | null;
}

export interface Axes {
  readonly x: Scale;
  readonly y: Scale;
}

/** Stretches of points that have values. With `bridge`, gaps are passed over: a figure that holds until the next one. */
function stretches(points: readonly Point[], bridge: boolean): { at: number; value: number }[][] {
  const found: { at: number; value: number }[][] = [[]];
  for (const { at, value } of points) {
    if (value !== null) found.at(-1)?.push({ at, value });
    else if (!bridge && found.at(-1)?.length !== 0) found.push([]);
  }
  return found.filter((stretch) => stretch.length > 0);
}

/** The path of a line through the points. A lone point becomes a dash, which would else not be seen. */
export function linePath(points: readonly Point[], { x, y }: Axes, bridge: boolean): string {
  return stretches(points, bridge)
    .map((stretch) => {
      const [first] = stretch;
      if (stretch.length === 1 && first !== undefined) return `M${xy(first, { x, y })}h4`;
      return `M${stretch.map((point) => xy(point, { x, y })).join("L")}`;
    })
    .join("");
}

/** The path of the area between the line and the floor. */
export function areaPath(points: readonly Point[], { x, y }: Axes, bridge: boolean): string {
  const floor = round(place(y, y.from));
  return stretches(points, bridge)
    .map((stretch) => {
      const [left, right] = [stretch[0]?.at ?? 0, stretch.at(-1)?.at ?? 0].map((at) => round(place(x, at)));
      return `M${left} ${floor}L${stretch.map((point) => xy(point, { x, y })).join("L")}L${right} ${floor}Z`;
    })
    .join("");
}

function xy({ at, value }: { readonly at: number; readonly value: number }, { x, y }: Axes): string {
  return `${round(place(x, at))} ${round(place(y, value))}`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

/** The point with a value that is nearest to a time. */
export function nearest(points: readonly Point[], at: number): Point | null {
  let best: Point | null = null;
  for (const point of points) {
    if (point.value === null) continue;
    if (best === null || Math.abs(point.at - at) < Math.abs(best.at - at)) best = point;
  }
  return best;
}
