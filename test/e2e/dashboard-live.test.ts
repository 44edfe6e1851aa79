import { expect, test } from "bun:test";
import { CHROMIUM, testBrowser } from "../support/browser.ts";
import { PHONE_DIFFERS, serveDashboard } from "../support/dashboard.ts";
import { FakeService } from "../support/fake-service/fake-service.ts";
import { describeWithTool } from "../support/tools.ts";

describeWithTool(CHROMIUM, "the dashboard follows the service", () => {
  const browser = testBrowser();

  test("a change shows with its field's old and new value, on every page that lists it, without reload", async () => {
    await using server = await serveDashboard();
    const { service, url } = server;
    await using feed = await browser.open(url);
    await using list = await browser.open(`${url}/#/changes?table=name&field=phone`);
    await using record = await browser.open(`${url}/#/records/name/ROWAN`);
    await record.page.getByText("No change of it is known.").waitFor();
    await list.page.getByText("Nothing changed that fits.").waitFor();
    await feed.page.getByText("Nothing changed yet.").waitFor();
    service.edit("name", "ROWAN", "phone", "09 555 0199");
    for (const { page } of [feed, list, record]) {
      await page.locator(".change del", { hasText: "03 2000000" }).waitFor();
      await page.locator(".change ins", { hasText: "09 555 0199" }).waitFor();
    }
    // The record itself, as well as its history.
    await record.page.locator(".record-fields", { hasText: "09 555 0199" }).waitFor();
    service.edit("name", "ROWAN", "name", "not a phone");
    await feed.page.locator(".change", { hasText: "not a phone" }).waitFor();
    expect(await list.page.locator(".change").count()).toBe(1);
    expect([...feed.problems, ...list.problems, ...record.problems]).toEqual([]);
  });

  test("a run is started, shown with its progress, cancelled, and is then in the list", async () => {
    const service = new FakeService({ runMs: 60_000, steps: 600 });
    await using server = await serveDashboard({ service });
    await using tab = await browser.open(server.url);
    await using runs = await browser.open(`${server.url}/#/runs`);
    const { page } = tab;
    await page.getByRole("button", { name: "Full sync" }).click();
    await page.getByText("Full sync started.").waitFor();
    await page.locator("progress").waitFor();
    await page.getByText(/^\d+ of 1,758 records$/).waitFor();
    const poll = page.getByRole("button", { name: "Poll now" });
    expect(await poll.getAttribute("aria-disabled")).toBe("true");
    await runs.page.locator(".badge", { hasText: "running" }).waitFor();
    await page.getByRole("button", { name: "Cancel the run" }).click();
    await page.getByRole("button", { name: "Poll now", disabled: false }).waitFor();
    await runs.page.locator(".badge", { hasText: "cancelled" }).waitFor();
    expect(await page.locator("progress").count()).toBe(0);
  });

  test("what the service refuses is told with its reason and the run in the way", async () => {
    const service = new FakeService({ runMs: 60_000, steps: 2 });
    await using server = await serveDashboard({ service });
    await using tab = await browser.open(server.url);
    const { page } = tab;
    const sweep = page.getByRole("button", { name: "Sweep" });
    await sweep.waitFor();
    // Another run began, and the page did not hear of it yet.
    await page.route("**/sync/sweep*", async (route) => {
      const { run } = service.control.start({ kind: "check", allowDeletes: 0 });
      busy.push(run);
      await route.continue();
    });
    const busy: string[] = [];
    await sweep.click();
    const told = page.locator(".notice.failed", { hasText: "is under way" });
    expect(await told.getByRole("link").getAttribute("href")).toBe(`#/runs/${busy[0]}`);
    service.control.cancel();
  });

  test("pausing and resuming show at once", async () => {
    await using server = await serveDashboard();
    await using tab = await browser.open(server.url);
    const { page } = tab;
    await page.getByRole("button", { name: "Pause" }).click();
    await page.locator(".fact", { hasText: "paused since" }).waitFor();
    expect(server.service.paused).not.toBeNull();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Pause" }).waitFor();
    expect(server.service.paused).toBeNull();
  });

  test("a check's differences stand side by side", async () => {
    const service = new FakeService();
    service.differences = [
      PHONE_DIFFERS,
      { table: "job", key: "J9", operation: "deleted", seq: 9, modtime: null, fields: [], sinceLastPoll: false },
    ];
    await using server = await serveDashboard({ service });
    await using tab = await browser.open(server.url);
    const { page } = tab;
    await page.getByRole("button", { name: "Check" }).click();
    await page.getByRole("link", { name: "Show the run" }).click();
    const row = page.getByRole("row", { name: /phone/ });
    await row.waitFor();
    expect(await row.getByRole("cell").allTextContents()).toEqual(["04 555 0000", "blank"]);
    await page.getByText("the next poll brings it").waitFor();
    await page.getByText("only on main", { exact: true }).waitFor();
    expect(tab.problems).toEqual([]);
  });

  test("a lost connection is shown, found again, and what was missed is there", async () => {
    const first = await serveDashboard();
    const { service, port } = first;
    await using tab = await browser.open(first.url);
    const { page } = tab;
    await page.getByText("Live", { exact: true }).waitFor();
    await first[Symbol.asyncDispose]();
    await page.getByText("No connection").waitFor();
    await page.locator(".lost-bar").waitFor();
    service.edit("name", "ALDER", "phone", "missed meanwhile");
    await using _second = await serveDashboard({ service, port });
    await page.locator(".change ins", { hasText: "missed meanwhile" }).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    expect(await page.locator(".lost-bar").count()).toBe(0);
  });

  test("more than events can tell is loaded again", async () => {
    await using server = await serveDashboard();
    const { service } = server;
    await using tab = await browser.open(`${server.url}/#/changes`);
    await tab.page.getByText("Nothing changed that fits.").waitFor();
    for (let time = 0; time < 3; time++) {
      const at = new Date().toISOString();
      const base = {
        at,
        run: Bun.randomUUIDv7(),
        commit: null,
        table: "name",
        operation: "changed",
        old: "a",
      } as const;
      service.changes.push({ ...base, id: time + 1, key: `K${time}`, field: "phone", new: "b" });
    }
    const { changes } = service;
    service.events.emit("changes", { count: 3, changes: changes.slice(2), since: "0" });
    await tab.page.locator(".change", { hasText: "K0" }).waitFor();
    service.events.emit("reset", {});
    await tab.page.locator(".change", { hasText: "K2" }).waitFor();
  });
});
