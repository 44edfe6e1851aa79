import { computed, signal } from "@preact/signals";
import { Client } from "../sdk/client.ts";
import type { App } from "./app.ts";
import type { Browser } from "./browser.ts";
import { Live } from "./live/live.ts";
import { Notices } from "./shell/notices.ts";
import { parseRoute } from "./shell/route.ts";
import { Theme } from "./shell/theme.ts";

const TOKEN = "tidemark-token";
const SECOND_MS = 1000;

/** Puts together what a page stands on. @param onToken goes on with a token that was given, or without one */
export function createApp(browser: Browser, onToken: (live: Live) => void): App {
  const token = () => browser.session.get(TOKEN);
  const client = new Client({ ...browser, token });
  const live = new Live({ client, now: browser.now });
  const hash = signal(browser.hash());
  const second = signal(browser.now());
  browser.onHash(() => {
    hash.value = browser.hash();
  });
  browser.every(SECOND_MS, () => {
    second.value = browser.now();
  });
  return {
    client,
    live,
    browser,
    notices: new Notices(),
    theme: new Theme(browser.lasting),
    route: computed(() => parseRoute(hash.value)),
    now: computed(() => second.value + live.offset.value),
    hasToken: () => token() !== null,
    useToken: (given) => {
      browser.session.set(TOKEN, given);
      live.epoch.value++;
      onToken(live);
    },
  };
}
