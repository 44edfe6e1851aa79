import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock } from "../domain/ports/clock.ts";
import type { Log, LogFields, LogLevel } from "../domain/ports/log.ts";
import { createRedactor } from "../lib/redact.ts";

export interface LogOptions {
  /** The lowest level that is written. */
  readonly level: LogLevel;
  /** `pretty`: a line for people. `json`: one JSON object a line: time, level, message, then the fields. */
  readonly format: "pretty" | "json";
  /** Receives whole lines, each with its line feed. */
  readonly write: (line: string) => void;
  /** Texts that no line may contain, in whatever encoding they come (see createRedactor). */
  readonly secrets: readonly string[];
  readonly clock: Pick<Clock, "now">;
  /** ANSI colours in pretty lines. */
  readonly colour?: boolean | undefined;
}

const LEVELS: Readonly<Record<LogLevel, { rank: number; colour: string }>> = {
  debug: { rank: 0, colour: "\u001b[2m" },
  info: { rank: 1, colour: "" },
  warn: { rank: 2, colour: "\u001b[33m" },
  error: { rank: 3, colour: "\u001b[31m" },
};
const RESET = "\u001b[0m";

/**
 * A Log that writes lines and lets no secret through, not even in a field's name. What `during` says follows the work through its
 * waits: a request that is answered meanwhile does not get the fields of the run that goes on beside it.
 */
export function createLog(options: LogOptions): Log & Required<Pick<Log, "during">> {
  const redact = createRedactor(options.secrets);
  const lowest = LEVELS[options.level].rank;
  const format = options.format === "json" ? jsonLine : prettyLine(options.colour === true);
  const around = new AsyncLocalStorage<LogFields>();
  return {
    during: (more, work) => around.run({ ...around.getStore(), ...more }, work),
    write(level, message, own = {}) {
      if (LEVELS[level].rank < lowest) return;
      // A person at a terminal sees one run go by, and has no need of its id on every line.
      const fields = options.format === "json" ? { ...around.getStore(), ...own } : own;
      options.write(`${format({ at: new Date(options.clock.now()), level, message, fields }, redact)}\n`);
    },
  };
}

interface Entry {
  readonly at: Date;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}
type Redact = (text: string) => string;

function jsonLine({ at, level, message, fields }: Entry, redact: Redact): string {
  const clean = Object.entries(fields).map(([name, value]) => [
    redact(name),
    typeof value === "string" ? redact(value) : value,
  ]);
  // Written last but named first: a field called `level` cannot displace the real one.
  const head = { time: at.toISOString(), level, message: redact(message) };
  return JSON.stringify({ ...head, ...Object.fromEntries(clean), ...head });
}

function prettyLine(colour: boolean): (entry: Entry, redact: Redact) => string {
  return ({ at, level, message, fields }, redact) => {
    const pairs = Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [` ${name}=${quoted(value)}`],
    );
    const line = oneLine(redact(`${localTime(at)} ${level.padEnd(5)} ${message}${pairs.join("")}`));
    return colour && LEVELS[level].colour !== "" ? `${LEVELS[level].colour}${line}${RESET}` : line;
  };
}

/** The host's own wall clock: what the person at the terminal has on the wall. */
function localTime(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}

function quoted(value: string | number | boolean | null): string {
  if (typeof value !== "string") return String(value);
  return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}

/** Text from elsewhere can neither start a line of its own nor steer the terminal. */
function oneLine(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
