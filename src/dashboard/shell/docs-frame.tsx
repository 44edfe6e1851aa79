import type { ComponentChildren } from "preact";
import { Brand } from "./brand.tsx";
import { NoticeBar } from "./notice-bar.tsx";
import { SkipButton } from "./skip-button.tsx";
import { ThemeButton } from "./theme-button.tsx";
import { TokenDialog } from "./token-dialog.tsx";

/** What stands around the reference of the API: the way back to the dashboard, and the same look. */
export function DocsFrame({ children }: { readonly children: ComponentChildren }) {
  return (
    <>
      <SkipButton />
      <header class="head">
        <div class="head-inner">
          <Brand href="./" />
          <nav class="nav" aria-label="Pages">
            <ul>
              <li>
                <a href="./">Dashboard</a>
              </li>
              <li>
                <a href="docs" aria-current="page">
                  API reference
                </a>
              </li>
            </ul>
          </nav>
          <div class="head-end">
            <ThemeButton />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer class="foot">
        <a href="openapi.json">openapi.json</a>
      </footer>
      <NoticeBar />
      <TokenDialog />
    </>
  );
}
