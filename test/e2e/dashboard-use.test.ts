import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import type { HaltState } from "../../src/api/contract/status.ts";
import { CHROMIUM, PHONE, testBrowser, WIDE } from "../support/browser.ts";
import { serveDashboard } from "../support/dashboard.ts";
import { FakeService } from "../support/fake-service/fake-service.ts";
import { describeWithTool } from "../support/tools.ts";

const WAYS: HaltState["ways"] = [
  { way: "try-again", effect: "A poll looks whether it is still so." },
  { way: "allow-deletes", effect: "A sweep deletes them." },
  { way: "adopt-theirs", effect: "Main goes on from theirs." },
];

/** What has the focus, in words. */
function focused(page: Page): Promise<string> {
  return page.evaluate("`${document.activeElement.tagName} ${document.activeElement.textContent.trim()}`");
}

/** It moves there once the view has been drawn. @throws after ten seconds */
async function headingHasFocus(page: Page): Promise<void> {
  await page.waitForFunction("document.activeElement?.tagName === 'H1'", undefined, { timeout: 10_000 });
}

describeWithTool(CHROMIUM, "the dashboard in use", () => {
  const browser = testBrowser();

  test("everything is reached by keyboard, in the order in which it is read", async () => {
    await using server = await serveDashboard();
    await using tab = await browser.open(server.url);
    const { page } = tab;
    await page.getByRole("button", { name: "Poll now" }).waitFor();
    const walked: string[] = [];
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press("Tab");
      walked.push(await focused(page));
    }
    expect(walked).toEqual([
      "BUTTON Skip to the content",
      "A Tidemark",
      "A Overview",
      "A Changes",
      "A Runs",
      "A Promotions",
      "A Records",
      "BUTTON ",
      "BUTTON Copy the commit's id",
      "BUTTON Poll now",
      "BUTTON Sweep",
      "BUTTON Full sync",
    ]);
    const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
    expect(outline).toBe("solid");
  });

  test("skipping leads to the content, and another view begins at its heading", async () => {
    await using server = await serveDashboard();
    await using tab = await browser.open(server.url);
    const { page } = tab;
    await page.getByRole("button", { name: "Poll now" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
    await page.getByRole("link", { name: "Runs" }).press("Enter");
    await page.getByRole("heading", { name: "Runs", level: 1 }).waitFor();
    await headingHasFocus(page);
    expect(await focused(page)).toBe("H1 Runs");
    expect(await page.title()).toBe("Runs – Tidemark");
    await page.goBack();
    await page.getByRole("button", { name: "Poll now" }).waitFor();
    await headingHasFocus(page);
  });

  test("a halt is ended in each of its ways, and only after what they ask for", async () => {
    const service = new FakeService();
    service.halt(
      "sync.delete-brake",
      "A sweep would delete 120 records of name.",
      "Look whether they are really gone.",
      WAYS,
    );
    await using server = await serveDashboard({ service });
    await using tab = await browser.open(server.url);
    const { page } = tab;
    const halt = page.getByRole("region", { name: "A person has to decide" });
    await halt.getByRole("button", { name: "Try again" }).click();
    await page.getByText("It is tried again.").waitFor();
    await page.getByRole("button", { name: "Sweep" }).waitFor();

    await halt.getByRole("button", { name: "Allow them …" }).click();
    await page.getByText("Say how many.").waitFor();
    await halt.getByLabel(/Records to delete/).fill("120");
    await halt.getByRole("button", { name: "Allow them …" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Leave it" }).click();
    expect(service.asked.filter((asked) => asked.startsWith("sweep"))).toEqual([]);
    await halt.getByRole("button", { name: "Allow them …" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete up to 120 records" }).click();
    await page.getByText("A sweep started that may delete 120 records").waitFor();
    expect(service.asked.filter((asked) => asked.startsWith("sweep"))).toEqual(["sweep all 120"]);

    await halt.getByRole("button", { name: "Go on from theirs …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Confirmation").fill("wrong word");
    await dialog.getByRole("button", { name: "Do it" }).click();
    expect(service.asked).not.toContain("adopt theirs wrong word");
    await dialog.getByLabel("Confirmation").fill("amber-anchor");
    await dialog.getByRole("button", { name: "Do it" }).click();
    await halt.waitFor({ state: "detached" });
    expect(service.asked).toContain("adopt theirs amber-anchor");
    expect(tab.problems).toEqual([]);
  });

  test("Escape closes a dialog and gives the focus back", async () => {
    const service = new FakeService();
    service.halt("mirror.moved", "Somebody moved main.", "Look.", WAYS);
    await using server = await serveDashboard({ service });
    await using tab = await browser.open(server.url);
    const { page } = tab;
    const button = page.getByRole("button", { name: "Go on from theirs …" });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await focused(page)).toBe("BUTTON Go on from theirs …");
  });

  test("records are searched, paged and read as they were", async () => {
    await using server = await serveDashboard();
    await using tab = await browser.open(`${server.url}/#/records`);
    const { page } = tab;
    await page
      .getByRole("navigation", { name: "Tables" })
      .getByRole("link", { name: /transaction/ })
      .click();
    await page.getByText("100 of 1,200").waitFor();
    await page.getByRole("button", { name: "More records" }).click();
    await page.getByText("200 of 1,200").waitFor();
    await page.getByLabel("Search keys and fields").fill("Supplies of Rowan Joinery");
    await page.keyboard.press("Enter");
    await page.getByText(/found, searched 1,200 of 1,200/).waitFor();
    await page.locator("mark", { hasText: "Supplies of Rowan Joinery" }).first().waitFor();
    await page.getByRole("table").getByRole("link").first().click();
    await page.locator(".record-fields").waitFor();
    await page.getByText("Canonical XML").click();
    await page.locator("pre", { hasText: "<transaction>" }).waitFor();
    await page.getByLabel("As it was at").fill("2024-06-01T12:00:00");
    await page
      .getByText(/begins at|began|begin/i)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Now" }).click();
    await page.locator(".record-fields").waitFor();
  });

  test("what is typed is not lost when something happens meanwhile", async () => {
    const service = new FakeService();
    service.halt("mirror.moved", "Somebody moved main.", "Look.", WAYS);
    await using server = await serveDashboard({ service });
    await using tab = await browser.open(server.url);
    const field = tab.page.getByLabel(/Records to delete/);
    await field.pressSequentially("12");
    service.edit("name", "ROWAN", "phone", "meanwhile");
    await tab.page.locator(".change ins", { hasText: "meanwhile" }).waitFor();
    await field.pressSequentially("34");
    expect(await field.inputValue()).toBe("1234");
  });

  test("colours are chosen and kept", async () => {
    await using server = await serveDashboard();
    await using tab = await browser.open(server.url, { size: PHONE });
    const { page } = tab;
    const ground = () => page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor");
    await page.getByRole("button", { name: /Colours as the system has them/ }).click();
    await page.getByRole("button", { name: /Light colours/ }).click();
    await page.getByRole("button", { name: /Dark colours/ }).waitFor();
    const dark = await ground();
    await page.reload();
    await page.getByRole("button", { name: /Dark colours/ }).waitFor();
    expect(await ground()).toBe(dark);
    await page.getByRole("button", { name: /Dark colours/ }).click();
    await page.getByRole("button", { name: /Colours as the system has them/ }).waitFor();
    expect(await ground()).not.toBe(dark);
  });

  test.each([
    ["wide", WIDE],
    ["on a phone", PHONE],
  ] as const)("nothing moves once it is there, %s", async (_, size) => {
    const service = new FakeService({ runMs: 400, steps: 4 });
    await using server = await serveDashboard({ service });
    await using tab = await browser.open("about:blank", { size });
    const { page } = tab;
    await page.addInitScript(
      "window.shift = 0; new PerformanceObserver((list) => { for (const { value } of list.getEntries()) window.shift += value; })" +
        ".observe({ type: 'layout-shift', buffered: true });",
    );
    await page.goto(server.url);
    await page.locator(".chart path.stroke").first().waitFor();
    await service.control.start({ kind: "full", allowDeletes: 0 }).done;
    await page.getByRole("button", { name: "Poll now", disabled: false }).waitFor();
    expect(await page.evaluate("window.shift")).toBeLessThan(0.005);
  });
});
