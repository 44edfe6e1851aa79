import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Client } from "../sdk/client.ts";
import type { Browser } from "./browser.ts";
import type { Live } from "./live/live.ts";
import type { Notices } from "./shell/notices.ts";
import type { Route } from "./shell/route.ts";
import type { Theme } from "./shell/theme.ts";

/** What every part of the page may use. */
export interface App {
  readonly client: Client;
  readonly live: Live;
  readonly browser: Browser;
  readonly notices: Notices;
  readonly theme: Theme;
  readonly route: ReadonlySignal<Route>;
  /** The service's wall clock in ms, a second at most behind. */
  readonly now: ReadonlySignal<number>;
  /** Goes on with another token; null: with none. */
  readonly useToken: (token: string | null) => void;
  readonly hasToken: () => boolean;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error("a part of the page stands outside of it");
  return app;
}
