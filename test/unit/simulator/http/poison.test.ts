import { describe, expect, test } from "bun:test";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();

describe("a poisoned record", () => {
  test("breaks every XML and plain export that holds it, until it is healed", async () => {
    const { sim, get, export: exported } = await start();
    sim.controls.poison("name", 12, "error");
    for (const format of ["xml-verbose", "xml-terse", "xml", ""]) {
      expect((await get(`/export?table=name&format=${format}`)).status).toBe(500);
    }
    expect(await exported({ table: "name", search: "sequencenumber>12" })).toContain("TUIPAPER");
    expect(await exported({ table: "product" })).toContain("WID-OAK-L");
    sim.controls.heal("name", 12);
    expect(await exported({ table: "name" })).toContain("ROWAN");
  });

  test("is still listed, counted and evaluated", async () => {
    const { sim, export: exported, evaluate } = await start();
    sim.controls.poison("name", 12, "hang");
    expect(await exported({ table: "name", format: "[sequencenumber]\\n" })).toBe("12\n13\n");
    expect(await evaluate('Find("name","sequencenumber>0")')).toBe("2");
  });

  test("that is a line breaks its transaction's exports too", async () => {
    const { sim, get } = await start();
    sim.controls.poison("detail", 3302, "error");
    expect((await get("/export?table=detail&format=xml-verbose")).status).toBe(500);
    expect((await get("/export?table=transaction&format=xml-verbose")).status).toBe(500);
    expect((await get("/export?table=detail&format=xml-verbose&search=sequencenumber=3301")).status).toBe(200);
  });

  test("may make the XML malformed, or cut it in the middle", async () => {
    const { sim, export: exported, get } = await start();
    sim.controls.poison("name", 12, "malformed");
    expect(await exported({ table: "name" })).toContain("<unclosed></table>");
    sim.controls.poison("name", 12, "cut");
    const cut = await get("/export?table=name&format=xml-verbose");
    expect(cut.status).toBe(200);
    await expect(cut.text()).rejects.toThrow();
  });

  test("may leave a request without an answer", async () => {
    const { sim, address } = await start();
    sim.controls.poison("name", 12, "hang");
    const url = `${address.documentUrl}/export?table=name&format=xml-verbose`;
    const asked = fetch(url, { signal: AbortSignal.timeout(60) }).catch((reason: Error) => reason.name);
    expect(await asked).toBe("TimeoutError");
  });

  test("is healed with all faults, and gone when it is deleted", async () => {
    const { sim, get } = await start();
    sim.controls.poison("name", 12, "error");
    sim.controls.poison("name", 13, "error");
    sim.controls.records.remove("name", 12);
    expect((await get("/export?table=name&format=xml-verbose")).status).toBe(500);
    sim.controls.clearFaults();
    expect((await get("/export?table=name&format=xml-verbose")).status).toBe(200);
  });

  test("must exist, and its effect be known", async () => {
    const { sim, control } = await start({ controlApi: true });
    expect(() => sim.controls.poison("name", 99, "error")).toThrow("99");
    expect((await control("poison", { table: "name", seq: 12, effect: "burn" })).status).toBe(400);
    expect((await control("poison", { table: "name", seq: 12, effect: "error" })).status).toBe(200);
    expect((await control("heal", { table: "name", seq: 12 })).status).toBe(200);
  });
});
