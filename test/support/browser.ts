import { afterAll, beforeAll } from "bun:test";
import axe from "axe-core";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { TemporaryDirectory } from "./temporary.ts";
import { requireTool } from "./tools.ts";

/** The browser's name on this host's PATH. */
export const CHROMIUM = "chromium";

/** Nothing that it does by itself: no sandbox that containers forbid, no updates, no traffic. */
export const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

export const WIDE = { width: 1280, height: 800 } as const;
export const PHONE = { width: 390, height: 844 } as const;

/** One Chromium for a file of tests. */
export interface TestBrowser {
  /** A tab of its own, in which whatever goes wrong is collected. */
  open(url: string, look?: Look): Promise<Tab>;
}

export interface Look {
  readonly size?: { readonly width: number; readonly height: number };
  readonly colours?: "light" | "dark";
}

export interface Tab extends AsyncDisposable {
  readonly page: Page;
  /** Errors of scripts, of the console, of the policy for content. */
  readonly problems: string[];
}

/** Starts Chromium before the tests of a file, with a profile of its own, and ends it behind them. */
export function testBrowser(): TestBrowser {
  let profile: TemporaryDirectory | null = null;
  let context: BrowserContext | null = null;
  beforeAll(async () => {
    profile = new TemporaryDirectory();
    context = await chromium.launchPersistentContext(profile.path, {
      executablePath: requireTool(CHROMIUM),
      headless: true,
      args: ARGUMENTS,
      locale: "en-NZ",
      timezoneId: "Pacific/Auckland",
      viewport: WIDE,
    });
  });
  afterAll(async () => {
    await context?.close();
    profile?.[Symbol.dispose]();
  });
  return {
    open: async (url, look = {}) => {
      if (context === null) throw new Error("the browser is not started");
      return await openTab(context, url, look);
    },
  };
}

async function openTab(context: BrowserContext, url: string, { size = WIDE, colours = "light" }: Look): Promise<Tab> {
  const page = await context.newPage();
  const problems: string[] = [];
  page.setDefaultTimeout(10_000);
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: colours });
  await page.goto(url);
  return { page, problems, [Symbol.asyncDispose]: () => page.close() };
}

/** Waits until a view is there with all that it loads. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main:not(:has([aria-busy])) h1").first().waitFor();
}

/** What may be right in one look and wrong in another; the rest is the same in all of them. */
export const OF_LOOKS = ["color-contrast", "scrollable-region-focusable", "target-size"] as const;

/** What axe finds against WCAG 2.2 AA and its own advice, one line each; empty: nothing. @param rules only these */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  // The page's policy forbids scripts that are not its own: this one comes in through the browser's own tools.
  await page.evaluate(axe.source);
  const options = { resultTypes: ["violations"], ...(rules === undefined ? {} : { runOnly: rules }) };
  const found: unknown = await page.evaluate(
    `axe.run(${JSON.stringify(options)})` +
      ".then(({ violations }) => violations.flatMap(({ id, nodes }) => " +
      "nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`)))",
  );
  return found as string[];
}
