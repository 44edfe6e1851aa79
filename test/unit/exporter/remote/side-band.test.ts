import { describe, expect, test } from "bun:test";
import { demultiplex, Said } from "../../../../src/exporter/remote/side-band.ts";
import { faultOf, inChunks, onBand, packets } from "./bytes.ts";

async function bandOne(bytes: Uint8Array, said = new Said()): Promise<string> {
  const parts = await Array.fromAsync(demultiplex(inChunks(bytes), said));
  return Buffer.concat(parts).toString();
}

describe("a side-band stream", () => {
  test("gives band 1 and keeps what band 2 says", async () => {
    const said = new Said();
    const bytes = packets(
      onBand(1, "PA"),
      onBand(2, "counting\n"),
      onBand(1, ""),
      onBand(1, "CK"),
      onBand(2, "done"),
      null,
    );
    expect(await bandOne(bytes, said)).toBe("PACK");
    expect(said.text()).toBe("counting\ndone");
  });

  test("keeps the end of a talkative band 2", async () => {
    const said = new Said();
    const lines = Array.from({ length: 5000 }, (_, line) => onBand(2, `line ${line}\n`));
    await bandOne(packets(...lines, null), said);
    expect(said.text().length).toBe(2000);
    expect(said.text()).toEndWith("line 4999\n");
  });

  test.each([
    ["without a flush packet at its end", packets(onBand(1, "x")), "truncated"],
    ["that gives up on band 3", packets(onBand(1, "x"), onBand(3, "out of memory"), null), "fatal"],
    ["with a fourth band", packets(onBand(4, "x"), null), "malformed"],
    ["with a packet of no band", packets("", null), "malformed"],
    ["that is an ERR line", packets("ERR access denied\n", null), "refused"],
  ])("%s is refused", async (_, bytes, kind) => {
    expect(await faultOf(bandOne(bytes))).toBe(kind);
  });
});
