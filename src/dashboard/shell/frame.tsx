import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../app.ts";
import { LinkState } from "./link-state.tsx";
import { Navigation } from "./navigation.tsx";
import { NoticeBar } from "./notice-bar.tsx";
import { placeOf, titleOf } from "./place.ts";
import { SkipButton } from "./skip-button.tsx";
import { ThemeButton } from "./theme-button.tsx";
import { TokenDialog } from "./token-dialog.tsx";

/** What stands around every view. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  const { route } = useApp();
  const main = useRef<HTMLElement>(null);
  const { value: shown } = route;
  const place = placeOf(shown);
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = titleOf(shown);
    if (!isFirst.current) {
      window.scrollTo(0, 0);
      main.current?.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [place]);
  return (
    <>
      <SkipButton />
      <header class="head">
        <div class="head-inner">
          <Navigation />
          <div class="head-end">
            <LinkState />
            <ThemeButton />
          </div>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <Foot />
      <NoticeBar />
      <TokenDialog />
    </>
  );
}

function Foot() {
  const { live, hasToken, useToken } = useApp();
  const { value: status } = live.status;
  return (
    <footer class="foot">
      <span>{status === null ? "Tidemark" : `Tidemark ${status.service.version}`}</span>
      <a href="docs">API reference</a>
      {hasToken() && (
        <button type="button" class="link" onClick={() => useToken(null)}>
          Forget the token
        </button>
      )}
    </footer>
  );
}
