// Takes the pictures of docs/images: `bun run pictures`.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { pages } from "../../src/dashboard/pages.ts";
import { pageFiles } from "../../src/platform/page-files.ts";
import { serveApi } from "../support/api-server.ts";
import { ARGUMENTS, CHROMIUM, PHONE, settled, WIDE } from "../support/browser.ts";
import type { Serving } from "../support/serving.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { requireTool } from "../support/tools.ts";
import { liveADay } from "./day.ts";
import { withPalette } from "./palette.ts";

/** The address of a default installation, which shows in the reference's examples; the browser is told where that is. */
const ADDRESS = "http://localhost/";
const SIZES = { wide: WIDE, phone: PHONE } as const;
const FOLDER = resolve(import.meta.dir, "../../docs/images");

interface Sight {
  readonly name: string;
  /** Behind the address of the service. */
  readonly place: string;
  readonly colours?: "dark";
  /** What has to be there. */
  readonly until: string;
  readonly before?: (page: Page) => Promise<void>;
}

async function take(context: BrowserContext, now: number, sights: readonly Sight[]): Promise<void> {
  for (const { name, place, colours = "light", until, before } of sights) {
    for (const [suffix, size] of Object.entries(SIZES)) {
      const page = await context.newPage();
      await page.clock.setFixedTime(now);
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
      await page.goto(ADDRESS + place);
      await page.locator(until).first().waitFor();
      await settled(page);
      await before?.(page);
      const path = join(FOLDER, `dashboard-${name}-${suffix}.png`);
      const shot = await page.screenshot({ animations: "disabled", caret: "hide" });
      await Bun.write(path, withPalette(shot));
      await page.close();
      console.log(`${path}: ${(Bun.file(path).size / 1000).toFixed(0)} KB`);
    }
  }
}

async function atTheCharts(page: Page): Promise<void> {
  await page.locator(".statistics").scrollIntoViewIfNeeded();
}

async function evening({ service, appliance }: Serving, context: BrowserContext): Promise<void> {
  const { reading } = service;
  const check = reading.runs({ kind: "check", limit: 1 }).runs[0]?.run;
  const { promotions } = reading.promotions({ limit: 10 });
  const conflict = promotions.find(({ outcome }) => outcome === "conflict")?.commit;
  await take(context, appliance.ports.clock.now(), [
    { name: "overview", place: "", until: ".chart .stroke" },
    { name: "overview-dark", place: "", colours: "dark", until: ".chart .stroke" },
    { name: "charts", place: "", until: ".chart .stroke", before: atTheCharts },
    { name: "changes", place: "#/changes", until: ".change" },
    { name: "runs", place: "#/runs", until: "tbody tr" },
    { name: "check", place: `#/runs/${check}`, until: ".differences table" },
    { name: "promotions", place: "#/promotions", until: "tbody tr" },
    { name: "conflict", place: `#/promotions/${conflict}`, until: ".conflicting" },
    { name: "records", place: "#/records/name?q=rowan", until: "mark" },
    { name: "record", place: "#/records/name/ROWAN", until: ".change" },
    { name: "reference", place: "docs#get-changes", until: "#get-changes" },
  ]);
}

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  using profile = new TemporaryDirectory();
  const port = await freePort();
  const context = await chromium.launchPersistentContext(profile.path, {
    executablePath: requireTool(CHROMIUM),
    headless: true,
    args: [...ARGUMENTS, `--host-resolver-rules=MAP localhost:80 127.0.0.1:${port}`],
    locale: "en-NZ",
    timezoneId: "Pacific/Auckland",
  });
  const files = await pageFiles(pages);
  try {
    await liveADay({
      evening: async (serving) => {
        await using _ = serveApi({ service: serving.service, pages: files, port });
        await evening(serving, context);
      },
      halted: async (serving) => {
        await using _ = serveApi({ service: serving.service, pages: files, port });
        await take(context, serving.appliance.ports.clock.now(), [{ name: "halt", place: "", until: ".halt" }]);
      },
    });
  } finally {
    await context.close();
  }
}

async function freePort(): Promise<number> {
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  const { port } = server;
  await server.stop(true);
  return port ?? 0;
}

await main();
