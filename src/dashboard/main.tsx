import { render } from "preact";
import { AppContext } from "./app.ts";
import { openBrowser } from "./browser.ts";
import { createApp } from "./create-app.ts";
import { Frame } from "./shell/frame.tsx";
import { View } from "./views/view.tsx";

const root = document.getElementById("app");
if (root !== null) {
  const app = createApp(openBrowser(window), (live) => live.start());
  app.live.start();
  render(
    <AppContext.Provider value={app}>
      <Frame>
        <View />
      </Frame>
    </AppContext.Provider>,
    root,
  );
}
