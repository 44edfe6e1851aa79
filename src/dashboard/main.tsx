import { computed, signal } from "@preact/signals";
import { render } from "preact";
import { Client } from "../sdk/client.ts";
import { type App, AppContext } from "./app.ts";
import { type Browser, openBrowser } from "./browser.ts";
import { Live } from "./live/live.ts";
import { Frame } from "./shell/frame.tsx";
import { Notices } from "./shell/notices.ts";
import { parseRoute } from "./shell/route.ts";
import { Theme } from "./shell/theme.ts";
import { View } from "./views/view.tsx";

const TOKEN = "tidemark-token";

/** Puts everything together. Called once. */
function start(browser: Browser): App {
  const token = () => browser.session.get(TOKEN);
  const client = new Client({ ...browser, token });
  const live = new Live({ client, now: browser.now });
  const hash = signal(browser.hash());
  const second = signal(browser.now());
  browser.onHash(() => {
    hash.value = browser.hash();
  });
  browser.every(1000, () => {
    second.value = browser.now();
  });
  live.start();
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
      live.start();
    },
  };
}

const root = document.getElementById("app");
if (root !== null) {
  render(
    <AppContext.Provider value={start(openBrowser(window))}>
      <Frame>
        <View />
      </Frame>
    </AppContext.Provider>,
    root,
  );
}
