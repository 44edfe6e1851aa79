import type { TableName } from "../../../src/domain/ids.ts";
import type { RunKind } from "../../../src/domain/run.ts";
import type { Fault } from "../../../src/simulator/http/faults.ts";
import type { PoisonEffect } from "../../../src/simulator/http/poison.ts";
import type { Quirks } from "../../../src/simulator/options.ts";
import type { CHANGED_TABLES, Change } from "./changes.ts";
import type { CommitEvent } from "./commits.ts";

/** Something that happens in the world, between runs or at a request of one. Shifts and waits in seconds. */
export type WorldEvent =
  | { readonly kind: "change"; readonly change: Change }
  | { readonly kind: "pass"; readonly seconds: number }
  | { readonly kind: "server clock step"; readonly seconds: number }
  | { readonly kind: "server zone"; readonly zone: string | number }
  | { readonly kind: "server clock rate"; readonly rate: number }
  | { readonly kind: "host clock step"; readonly seconds: number }
  | { readonly kind: "logins taken"; readonly count: number }
  /** A record that no export can hold, until everything heals or `null` says so. */
  | {
      readonly kind: "poison";
      readonly table: (typeof CHANGED_TABLES)[number];
      readonly who: number;
      readonly effect: PoisonEffect | null;
    }
  /** A record is open in somebody's window, or everything is closed: `null`. */
  | { readonly kind: "window"; readonly table: (typeof CHANGED_TABLES)[number]; readonly who: number | null }
  | CommitEvent;

/** What can only happen while a run asks. `blink`: a record is missing from one answer, since it is being saved. */
export type RunEvent =
  | { readonly kind: "cancel" }
  | { readonly kind: "blink"; readonly table: (typeof CHANGED_TABLES)[number]; readonly who: number };

/** What goes wrong in one run; what was not met when it ends is forgotten. */
export type Trouble =
  | { readonly on: "moneyworks"; readonly fault: Fault }
  | {
      readonly on: "staging";
      readonly call: string;
      readonly nth: number;
      readonly times: number;
      readonly code: StagingCode;
    }
  | {
      readonly on: "disk";
      readonly call: string;
      readonly nth: number;
      readonly times: number;
      readonly code: DiskCode;
    }
  | {
      readonly on: "remote";
      readonly call: RemoteCall;
      readonly nth: number;
      readonly times: number;
      readonly effect: RemoteEffect;
    }
  /** The so many-th import loses its client, and takes effect so many requests later. */
  | { readonly on: "late import"; readonly nth: number; readonly requests: number }
  | { readonly on: "crash"; readonly point: string; readonly nth: number; readonly power: boolean }
  /** At the so many-th request of the run. */
  | { readonly on: "request"; readonly at: number; readonly event: WorldEvent | RunEvent };

export type StagingCode = "data.disk-full" | "data.io" | "data.busy";
/** `short`: half of a write reaches the disk before it is full. */
export type DiskCode = "ENOSPC" | "EIO" | "short";
/** Of main, of incoming branches, of notes. */
export type RemoteCall = "refs" | "push" | "push branch" | "push notes" | "fetch" | "fetch branch" | "fetch notes";
export type RemoteEffect =
  | "refused"
  | "server error"
  | "full"
  | "slow"
  | "cut"
  /** The pack was sent and no answer came: stored all the same, or not. */
  | "answer lost after"
  | "answer lost before";

export type Step =
  | WorldEvent
  | { readonly kind: "restart" }
  | { readonly kind: "reboot" }
  | { readonly kind: "power loss" }
  | { readonly kind: "lose staging" }
  | { readonly kind: "fresh directory" }
  | {
      readonly kind: "run";
      readonly run: RunKind;
      readonly allowDeletes: number;
      /** So many times a first read lets others go first, if it can; each time what is finished is polled. */
      readonly yields: number;
      readonly tick: number;
      readonly troubles: readonly Trouble[];
    };

export interface Scenario {
  readonly seed: number;
  /** Which of the prepared companies. */
  readonly company: number;
  /** Host and server time at the beginning, ms. */
  readonly start: number;
  readonly zone: string | number;
  readonly quirks: Partial<Quirks>;
  readonly tables: readonly TableName[];
  readonly chunk: number;
  readonly checkpoint: number;
  readonly overlapSeconds: number;
  readonly deleteCount: number;
  /** Packs from which small ones are folded. */
  readonly mostPacks: number;
  /** Milliseconds between sweeps that follow polls; null: only after clock events. */
  readonly sweepEvery: number | null;
  /** Most records of one incoming commit. */
  readonly mostRecords: number;
  readonly steps: readonly Step[];
}
