import type { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { Http } from "../../domain/ports/http.ts";
import type { ProgramHost } from "../../domain/ports/program-host.ts";
import type { Programs } from "../../domain/ports/programs.ts";
import type { ServiceManager } from "../../domain/ports/service-manager.ts";
import type { Target } from "../release/contents.ts";
import type { ReleaseKey } from "../release/keys.ts";
import type { ProgramId } from "./mark.ts";

/** One mirrored document of this installation. */
export interface Instance {
  readonly name: string;
  readonly data: string;
}

export type Services = Pick<ServiceManager, "start" | "stop" | "state" | "logs">;

/** What an upgrade works with. */
export interface UpgradeParts {
  readonly files: Files;
  readonly host: ProgramHost;
  readonly clock: Clock;
  readonly http: Http;
  readonly programs: Programs;
  readonly services: Services;
  /** Those with a service, running or not. */
  readonly instances: readonly Instance[];
  /** Data directories without a service that the new program has to get on with. */
  readonly directories: readonly string[];
  /** The installed program's file. */
  readonly program: string;
  /** What it is. */
  readonly self: ProgramId;
  readonly target: Target | null;
  readonly keys: readonly ReleaseKey[];
  readonly isWindows: boolean;
  readonly pid: number;
  readonly newId: () => string;
  /** Whether this program reaches an instance's MoneyWorks just now; null: it does. */
  readonly knock: (instance: string) => Promise<TidemarkError | null>;
  readonly tell: (event: UpgradeEvent) => void;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

export interface Timing {
  /** Until a new program has to have opened its data, ms. */
  readonly limitMs: number;
  /** How long it has to go on then. */
  readonly settleMs: number;
  /** Between two looks. */
  readonly lookMs: number;
  /** What whoever upgrades may need for going back, beyond that; then the service on trial takes them for dead and decides alone. */
  readonly returnMs: number;
}

export const USUAL_TIMING: Timing = { limitMs: 20_000, settleMs: 3000, lookMs: 250, returnMs: 60_000 };

/** What happens, for whoever watches. */
export type UpgradeEvent =
  | { readonly type: "recovered"; readonly outcome: "finish" | "undo"; readonly from: string; readonly to: string }
  | { readonly type: "left"; readonly from: string; readonly to: string }
  | { readonly type: "verified"; readonly version: string; readonly commit: string; readonly signer: string }
  | { readonly type: "stopped" | "snapshot" | "started" | "returned"; readonly instance: string }
  | { readonly type: "tried"; readonly directory: string }
  | { readonly type: "swapped" | "confirmed"; readonly version: string }
  | { readonly type: "failed"; readonly reason: string }
  | { readonly type: "said"; readonly instance: string; readonly line: string };
