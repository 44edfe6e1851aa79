import { expect, test } from "bun:test";
import { join } from "node:path";
import { FAMILIES } from "../../../src/app/metrics/families.ts";
import { Measured } from "../../support/measuring.ts";

/* Dashboards and alert rules are built on these names: one that changes breaks them. */

test("the families are these", async () => {
  const heads = new Measured().metrics
    .render()
    .split("\n")
    .filter((line) => line.startsWith("# TYPE"));
  const text = `${heads.map((line) => line.slice("# TYPE ".length)).join("\n")}\n`;
  expect(text).toBe(await Bun.file(join(import.meta.dir, "families.txt")).text());
});

test("each of them is in the manual", async () => {
  const manual = await Bun.file(join(import.meta.dir, "../../../docs/metrics.md")).text();
  for (const [name, { type, help }] of Object.entries(FAMILIES)) {
    const ends = { counter: "_total", info: "_info", gauge: "", histogram: "" }[type];
    expect(manual).toContain(`| \`${name}${ends}\` | ${type} | ${help} |`);
  }
});

test("the manual's alert rules are about families that there are", async () => {
  const manual = await Bun.file(join(import.meta.dir, "../../../docs/metrics.md")).text();
  const rules = [...manual.matchAll(/expr: (.*)/g)].map(([, expression]) => expression ?? "");
  const names = rules.flatMap((rule) => [...rule.matchAll(/tidemark_\w+/g)].map(([name]) => name));
  const known = new Set<string>(Object.keys(FAMILIES));
  expect(rules.length).toBeGreaterThan(10);
  expect(names.filter((name) => !known.has(name.replace(/_(total|bucket|info)$/, "")))).toEqual([]);
});
