import { describe, expect, test } from "bun:test";
import type { Quirks } from "../../src/simulator/options.ts";
import { openSimulated } from "../support/simulated-source.ts";
import { sourceContract } from "./source.ts";

const never = new AbortController().signal;

const SERVERS: readonly [name: string, quirks: Partial<Quirks>, abilities: object][] = [
  ["before 9.0.4", { timestampFunction: false }, { timestamp: false, modifiedSince: "texttodate" }],
  ["without 14-digit dates", { textToDate14: false }, { modifiedSince: "timeadd" }],
  ["without searches by time", { textToDate14: false, timeAdd: false }, { modifiedSince: "none" }],
  ["without custom formats", { customFormats: false }, { customFormat: false }],
  [
    "whose Time() runs ahead of its stamps",
    { textToDate14: false, timeWarpSeconds: 86_400 * 400 },
    { modifiedSince: "timeadd" },
  ],
];

describe("first contact finds out what works", () => {
  test.each(SERVERS)("on a server %s", async (_name, quirks, abilities) => {
    await using harness = await openSimulated({ server: { quirks } });
    expect((await harness.source.contact(never)).capabilities).toMatchObject(abilities);
    expect(harness.log.warnings()).toHaveLength(1);
  });
});

/** Everything still holds on a server that writes differently or can do less. */
const strange: Partial<Quirks> = {
  timestampFunction: false,
  textToDate14: false,
  emptyResultBody: true,
  searchLimit255: true,
  crlf: true,
  escapeGt: true,
  trailingNewline: false,
  controlCharacters: "raw",
};
sourceContract("a simulated Datacentre of an older kind", () => openSimulated({ server: { quirks: strange } }));
