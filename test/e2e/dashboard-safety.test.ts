import { expect, test } from "bun:test";
import { hashOf } from "../../src/api/security/tokens.ts";
import { CHROMIUM, settled, testBrowser } from "../support/browser.ts";
import { serveDashboard } from "../support/dashboard.ts";
import { FakeService } from "../support/fake-service/fake-service.ts";
import { describeWithTool } from "../support/tools.ts";

const EVIL = `"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
const EVIL_KEY = "<svg/onload=document.title='owned'>/../?#%";

/** A service in which everything that comes from records, branches and people is hostile. */
function hostileService(): FakeService {
  const service = new FakeService();
  const table = service.company.get("name") ?? [];
  table.push({
    table: "name",
    key: EVIL_KEY,
    seq: 999,
    modtime: "20250331174500",
    fields: new Map([["name", "harmless"]]),
  });
  service.edit("name", EVIL_KEY, "name", EVIL);
  service.edit("name", EVIL_KEY, "name", `${EVIL} ${"and then a longer text. ".repeat(5)}`);
  const reasons = [{ code: "promote.conflict", field: EVIL, text: EVIL }];
  const fields = [{ field: EVIL, state: "conflict", base: EVIL, theirs: EVIL, moneyworks: EVIL }] as const;
  service.promote({
    outcome: "conflict",
    branch: `edits/${EVIL}`,
    reasons,
    records: [
      {
        path: EVIL,
        kind: "update",
        state: "conflict",
        table: "name",
        key: EVIL_KEY,
        seq: 1,
        mainPath: EVIL,
        fields,
        reasons,
      },
    ],
  });
  service.halt("mirror.moved", EVIL, EVIL, [{ way: "adopt-theirs", effect: EVIL }]);
  return service;
}

describeWithTool(CHROMIUM, "the dashboard trusts nothing", () => {
  const browser = testBrowser();

  test("what records, branches and people say is text, on every page", async () => {
    const service = hostileService();
    await using server = await serveDashboard({ service });
    const places = [
      "#/",
      "#/changes",
      "#/promotions",
      `#/promotions/${service.incoming[0]?.commit}`,
      "#/records/name?q=svg",
      `#/records/name/${encodeURIComponent(EVIL_KEY)}`,
      `#/records/${encodeURIComponent(EVIL)}`,
      `#/changes?table=${encodeURIComponent(EVIL)}&key=${encodeURIComponent(EVIL)}`,
    ];
    await using tab = await browser.open(server.url);
    const { page } = tab;
    for (const place of places) {
      await page.goto(`${server.url}/${place}`);
      await settled(page);
      expect(await page.locator("main img, main script, main [onload], main [onerror]").count()).toBe(0);
      expect(await page.title()).not.toBe("owned");
      expect(await page.textContent("main")).toContain("<");
    }
    // The service refuses tables that are none, which a browser tells in its console.
    expect(tab.problems.filter((problem) => !/responded with a status of 40[04]/.test(problem))).toEqual([]);
  });

  test("a record is found by any key", async () => {
    await using server = await serveDashboard();
    await using tab = await browser.open(server.url);
    for (const key of ["A/B", "..", ".", "ÄÖ 1", "50%", "#7", "x?y&z", "tab\there", "'; DROP TABLE record"]) {
      await tab.page.goto(`${server.url}/#/records/name/${encodeURIComponent(key)}`);
      await tab.page.locator(".record-fields").waitFor();
      expect(await tab.page.locator("main h1 bdi").textContent()).toBe(key);
    }
    expect(tab.problems).toEqual([]);
  });

  test("the page loads nothing from elsewhere, and its policy forbids scripts in the page", async () => {
    await using server = await serveDashboard();
    await using tab = await browser.open("about:blank");
    const { page } = tab;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    for (const path of ["/", "/docs"]) {
      const answer = await page.goto(server.url + path);
      expect(answer?.headers()["content-security-policy"]).toContain("script-src 'self'");
      await page.locator("main").waitFor();
    }
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((url) => !url.startsWith(server.url))).toEqual([]);
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('script'), { text: 'window.ran = true' }))",
    );
    expect(await page.evaluate("window.ran")).toBeUndefined();
    expect(tab.problems.some((problem) => problem.includes("Content Security Policy"))).toBe(true);
  });

  test("a service that wants a token is asked with one, which stays in the tab", async () => {
    const tokens = [{ name: "me", scope: "write", sha256: hashOf("tm_right") }] as const;
    await using server = await serveDashboard({ tokens, trustLoopback: false });
    await using tab = await browser.open(server.url);
    const { page } = tab;
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    await dialog.getByLabel("Token").fill("tm_wrong");
    await dialog.getByRole("button", { name: "Go on" }).click();
    await dialog.getByText("The request's token is not one of api.tokens.").waitFor();
    await dialog.getByLabel("Token").fill("tm_right");
    await dialog.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("heading", { name: "Main is what MoneyWorks holds." }).waitFor();
    expect(await dialog.count()).toBe(0);
    await page.reload();
    await page.getByRole("heading", { name: "Main is what MoneyWorks holds." }).waitFor();
    expect(await page.evaluate("Object.keys(localStorage).length")).toBe(0);
    expect(page.url()).not.toContain("tm_right");
    await page.getByRole("button", { name: "Forget the token" }).click();
    await page.getByRole("dialog").waitFor();
  });
});
