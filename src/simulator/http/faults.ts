import type { RequestNote } from "../options.ts";

/**
 * What goes wrong with one request. For an import or a posting it matters on which side of the effect it does: `status`,
 * `text`, `users-limit`, `hang` and `reset` before it, `truncate`, `cut`, `hang` and `reset` after it, or long after the client has
 * gone (`late`).
 */
export type FaultEffect =
  /** Answers this instead; the command does not run. */
  | { readonly kind: "status"; readonly status: number; readonly body?: string }
  /** HTTP 200 with an error text instead of data. */
  | { readonly kind: "text"; readonly body: string }
  /** The 500 of the user limit. */
  | { readonly kind: "users-limit" }
  /** Never answers; the command does not run, or has run with `when: "after"`. */
  | { readonly kind: "hang"; readonly when?: "before" | "after" }
  /** Answers as it should, but so much later by the host's clock. It waits before the effect, which comes even if the client leaves, or after. */
  | { readonly kind: "slow"; readonly ms: number; readonly when?: "before" | "after" }
  /** The body ends after so many bytes, in a whole HTTP message. */
  | { readonly kind: "truncate"; readonly bytes: number }
  /** The connection breaks after so many bytes of the body. */
  | { readonly kind: "cut"; readonly bytes: number }
  /** So many records fewer than `count` says. */
  | { readonly kind: "short"; readonly records: number }
  /** `count` says so many fewer than there are. */
  | { readonly kind: "miscount"; readonly records: number }
  /** The connection breaks before or after the command took effect; no byte is answered. */
  | { readonly kind: "reset"; readonly when: "before" | "after" }
  /** The connection breaks at once; the effect comes just before the request with this number, counted from then on. */
  | { readonly kind: "late"; readonly requests: number };

/** Which requests a fault meets. */
export interface Fault {
  /** `export`, `import` …; absent: any. */
  readonly command?: string;
  /** Lower case, as the URL names it, which that of an import does not; absent: any. */
  readonly table?: string;
  /** The first matching request that is hit, counted from now; default 1. */
  readonly nth?: number;
  /** How many matching requests in a row; default 1, 0: until cleared. */
  readonly times?: number;
  readonly effect: FaultEffect;
}

interface Planned {
  readonly fault: Fault;
  seen: number;
}

/** Faults to come. Each request takes at most one: the first planned that matches and is due; others that are due wait. */
export class FaultPlan {
  #planned: Planned[] = [];

  add(fault: Fault): void {
    this.#planned.push({ fault, seen: 0 });
  }

  clear(): void {
    this.#planned = [];
  }

  get pending(): readonly Fault[] {
    return this.#planned.map(({ fault }) => fault);
  }

  take(note: RequestNote): FaultEffect | null {
    let effect: FaultEffect | null = null;
    for (const planned of this.#planned) {
      const { fault, seen } = planned;
      if (!matches(fault, note)) continue;
      const isDue = seen + 1 >= (fault.nth ?? 1);
      if (isDue && effect !== null) continue;
      planned.seen++;
      if (isDue) effect = fault.effect;
    }
    this.#planned = this.#planned.filter(isUnspent);
    return effect;
  }
}

function matches({ command, table }: Fault, note: RequestNote): boolean {
  return (command === undefined || command === note.command) && (table === undefined || table === note.table);
}

function isUnspent({ fault, seen }: Planned): boolean {
  const times = fault.times ?? 1;
  return times === 0 || seen < (fault.nth ?? 1) + times - 1;
}

/** Takes the last `records` records out of an XML answer, leaving its counts as they were. */
export function dropRecords(body: string, records: number): string {
  let text = body;
  for (let dropped = 0; dropped < records; dropped++) {
    const start = [...text.matchAll(/\n\t<(?!\/)/g)].at(-1)?.index;
    const end = text.lastIndexOf("</table>");
    if (start === undefined || end < 0) break;
    text = text.slice(0, start + 1) + text.slice(end);
  }
  return text;
}

/** Makes an XML answer's `count` smaller than its number of records. */
export function miscount(body: string, records: number): string {
  return body.replace(/ count="(\d+)"/, (_whole, count: string) => ` count="${Math.max(0, Number(count) - records)}"`);
}
