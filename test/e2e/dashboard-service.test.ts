import { expect, test } from "bun:test";
import { commitByHand } from "../support/adopting.ts";
import { axeFindings, CHROMIUM, testBrowser } from "../support/browser.ts";
import { Editor } from "../support/editor.ts";
import { startService } from "../support/running-service.ts";
import { describeWithTool } from "../support/tools.ts";

/*
 * Nothing in place of anything but MoneyWorks: the program, its data directory, a git repository as the remote, and Chromium.
 */
describeWithTool(CHROMIUM, "the dashboard of a running service", () => {
  const browser = testBrowser();

  test("a record changed in MoneyWorks shows with its field, a check finds what polls did not bring yet", async () => {
    await using service = await startService({ records: 120 });
    const { simulator, url } = service;
    await using tab = await browser.open(url);
    const { page } = tab;
    await page.getByText("All is well").waitFor();
    await simulator.control("edit", { table: "name", key: "ROWAN", fields: { phone: "09 555 0199" } });
    const change = page.locator(".change", { hasText: "ROWAN" }).filter({ hasText: "phone" });
    await change.locator("ins", { hasText: "09 555 0199" }).waitFor();
    await change.locator("code").waitFor();

    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Resume" }).waitFor();
    await simulator.control("edit", { table: "name", key: "ROWAN", fields: { phone: "09 555 0200" } });
    await simulator.control("fault", { kind: "slow", ms: 40, command: "export", times: 0 });
    await page.getByRole("button", { name: "Check" }).click();
    await page.locator("progress").waitFor();
    await page.getByRole("link", { name: "Show the run" }).click();
    const row = page.getByRole("row", { name: /phone/ });
    await row.waitFor();
    expect(await row.getByRole("cell").allTextContents()).toEqual(["09 555 0199", "09 555 0200"]);
    await page.getByText("the next poll brings it").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(tab.problems).toEqual([]);
  });

  test("a first read is shown as it goes on, and cancelled", async () => {
    await using service = await startService({
      records: 900,
      env: { TIDEMARK_CHUNK: "10" },
      prepare: (simulator) =>
        simulator.control("fault", { kind: "slow", ms: 30, command: "export", times: 0 }).then(() => {}),
    });
    await using tab = await browser.open(service.url);
    const { page } = tab;
    await page.getByText("First read", { exact: true }).waitFor();
    await page.getByText(/^[\d,]+ of [\d,]+ records$/).waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Cancel the run" }).click();
    await page.locator("progress").waitFor({ state: "detached" });
    await page.goto(`${service.url}/#/runs`);
    await page.locator(".badge", { hasText: "cancelled" }).waitFor();
    expect(tab.problems).toEqual([]);
  });

  test("a main that somebody moved halts, is explained, and goes on once its word was typed", async () => {
    await using service = await startService({ records: 120 });
    const { place, url } = service;
    await using tab = await browser.open(url);
    const { page } = tab;
    await page.getByText("All is well").waitFor();
    const theirs = commitByHand(place.remote, { files: { README: "hello\n" }, message: "By hand" });
    await service.simulator.control("random-edit");
    const halt = page.getByRole("region", { name: "A person has to decide" });
    await halt.getByText("By hand").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await halt.getByRole("button", { name: "Go on from theirs …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("By hand").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel("Confirmation").fill(theirs.slice(0, 7));
    await dialog.getByRole("button", { name: "Do it" }).click();
    await halt.waitFor({ state: "detached" });
    await page.getByText("All is well").waitFor();
    expect(tab.problems).toEqual([]);
  });

  test("a commit that meets a conflict shows all three values side by side", async () => {
    await using service = await startService({ records: 120 });
    const { simulator, place, url } = service;
    await using tab = await browser.open(url);
    const { page } = tab;
    await page.getByText("All is well").waitFor();
    await simulator.control("edit", { table: "name", key: "ROWAN", fields: { phone: "09 555 0001" } });
    await page.locator(".change", { hasText: "09 555 0001" }).locator("code").waitFor();
    await page.getByText("remote in step").waitFor();
    await page.getByRole("link", { name: "Promotions" }).click();
    await page.getByText("No commit came in yet.").waitFor();
    using editor = new Editor(place.remote);
    const before = editor.read(editor.git("ls-files", "name/*/ROWAN.xml"));
    expect(before).toContain("09 555 0001");
    const edits = editor.edited("name", "ROWAN", [/<phone>.*<\/phone>/, "<phone>09 555 0002</phone>"]);
    await simulator.control("edit", { table: "name", key: "ROWAN", fields: { phone: "09 555 0003" } });
    const commit = editor.send(edits);
    await page.locator(".badge", { hasText: "conflict" }).waitFor();
    await page.getByRole("link", { name: commit.slice(0, 10) }).click();
    const row = page.locator("tr.conflicting", { hasText: "phone" });
    await row.waitFor();
    expect((await row.getByRole("cell").allTextContents()).slice(0, 3)).toEqual([
      "09 555 0001",
      "09 555 0002",
      "09 555 0003",
    ]);
    expect(await axeFindings(page)).toEqual([]);
    expect(tab.problems).toEqual([]);
  });
});
