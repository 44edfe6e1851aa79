import type { Host } from "../domain/ports/host.ts";

const REDRAW_MS = 200;

interface Step<Name extends string> {
  readonly step: Name;
  readonly done: number;
  /** 0: not known. */
  readonly of: number;
}

/** How far work has come that goes through steps with an amount of bytes each: a line on a terminal, or lines of JSON. */
export function stepView<Name extends string>(
  host: Host,
  { json, titles }: { readonly json: boolean; readonly titles: Readonly<Record<Name, string>> },
) {
  let drawn = Number.NEGATIVE_INFINITY;
  let step: Name | null = null;
  const update = (progress: Step<Name>, now: number): void => {
    if (progress.step === step && now - drawn < REDRAW_MS) return;
    step = progress.step;
    drawn = now;
    if (json) host.out(`${JSON.stringify({ type: "progress", ...progress })}\n`);
    else if (host.errIsTerminal) host.err(`\r\x1b[K${lineOf(titles[step], progress).slice(0, host.columns() - 1)}`);
  };
  const done = (): void => {
    if (step !== null && !json && host.errIsTerminal) host.err("\r\x1b[K");
  };
  return { update, done };
}

function lineOf(title: string, { done, of }: { readonly done: number; readonly of: number }): string {
  if (of > 0) return `${title}: ${megabytes(done)} of ${megabytes(of)} MB`;
  return done > 0 ? `${title}: ${megabytes(done)} MB` : title;
}

export function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
