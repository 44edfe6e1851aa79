import { render } from "preact";
import { AppContext } from "./app.ts";
import { openBrowser } from "./browser.ts";
import { createApp } from "./create-app.ts";
import { Reference } from "./reference/reference.tsx";
import { DocsFrame } from "./shell/docs-frame.tsx";

const root = document.getElementById("app");
if (root !== null) {
  const app = createApp(openBrowser(window), (live) => {
    live.link.value = { state: "connecting" };
  });
  render(
    <AppContext.Provider value={app}>
      <DocsFrame>
        <Reference />
      </DocsFrame>
    </AppContext.Provider>,
    root,
  );
}
