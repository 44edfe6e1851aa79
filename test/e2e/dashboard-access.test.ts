import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import type { HaltState } from "../../src/api/contract/status.ts";
import { axeFindings, CHROMIUM, OF_LOOKS, PHONE, settled, testBrowser, WIDE } from "../support/browser.ts";
import { PHONE_DIFFERS, serveDashboard } from "../support/dashboard.ts";
import { FakeService } from "../support/fake-service/fake-service.ts";
import { describeWithTool } from "../support/tools.ts";

const WAYS: HaltState["ways"] = [
  { way: "try-again", effect: "A poll looks whether it is still so." },
  { way: "allow-deletes", effect: "A sweep deletes them." },
  { way: "adopt-theirs", effect: "Main goes on from theirs." },
  { way: "adopt-ours", effect: "Main is put back." },
];

/** A service with something on every page. */
function busyService(): FakeService {
  const service = new FakeService();
  service.edit("name", "ROWAN", "phone", "09 555 0199");
  service.edit("name", "ROWAN", "name", `${"A long text that is compared word by word. ".repeat(4)}`);
  service.edit("product", "ALDER", "description", "");
  service.promote({ outcome: "conflict" });
  service.promote();
  service.halt("mirror.moved", "Somebody moved main.", "Look at what they did.", WAYS);
  return service;
}

describeWithTool(CHROMIUM, "every page, for everybody", () => {
  const browser = testBrowser();

  test("axe finds nothing, light and dark, wide and on a phone", async () => {
    const service = busyService();
    service.differences = [PHONE_DIFFERS];
    const { run } = await service.control.start({ kind: "check", allowDeletes: 0 }).done;
    await using server = await serveDashboard({ service });
    const commit = service.incoming[1]?.commit;
    const places = [
      "#/",
      "#/changes",
      "#/runs",
      `#/runs/${run}`,
      "#/promotions",
      `#/promotions/${commit}`,
      "#/records",
      "#/records/name?q=rowan",
      "#/records/name/ROWAN",
      "#/nowhere/at/all",
    ];
    const looks = [
      { size: WIDE, colours: "light", rules: undefined },
      { size: PHONE, colours: "dark", rules: OF_LOOKS },
    ] as const;
    const findings: string[] = [];
    for (const look of looks) {
      await using tab = await browser.open(server.url, look);
      for (const place of places) {
        await tab.page.goto(`${server.url}/${place}`);
        await settled(tab.page);
        findings.push(
          ...(await axeFindings(tab.page, look.rules)).map((finding) => `${place} ${look.colours}: ${finding}`),
        );
        if (await isTooWide(tab.page)) findings.push(`${place} scrolls sideways`);
      }
      expect(tab.problems).toEqual([]);
    }
    expect(findings).toEqual([]);
  });

  test("the reference tells every operation of openapi.json, finds them, and shows a command that works", async () => {
    await using server = await serveDashboard();
    await using tab = await browser.open(`${server.url}/docs#get-runs`);
    const { page } = tab;
    await page.locator("#get-runs").waitFor();
    const { paths } = (await (await server.get("/openapi.json")).json()) as { paths: Record<string, object> };
    const operations = Object.values(paths).reduce((sum, item) => sum + Object.keys(item).length, 0);
    expect(await page.locator("article").count()).toBe(operations);
    await page.getByLabel("Search", { exact: true }).fill("changes cursor");
    await page.getByText("1 operation", { exact: true }).waitFor();
    const command = await page.locator("article .example code").textContent();
    const [, url = ""] = /^curl '([^']+)'$/.exec(command ?? "") ?? [];
    expect((await fetch(url)).status).toBe(200);
    await page.getByText("A page of it.").click();
    await page.locator(".members code", { hasText: "operation" }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    expect(tab.problems).toEqual([]);
  });
});

async function isTooWide(page: Page): Promise<boolean> {
  return (await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")) === true;
}
