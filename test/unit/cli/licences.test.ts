import { expect, test } from "bun:test";
import { runCommand } from "../../../src/cli/main.ts";
import { FakeHost } from "../../support/fake-host.ts";

test("a run from source has no list of licences, and says where there is one", async () => {
  const host = new FakeHost({ args: ["licences", "--json"] });
  expect(await runCommand(host, 0)).toBe(1);
  expect(JSON.parse(host.output)).toMatchObject({
    code: "release.no-licences",
    hint: expect.stringContaining("bun run build"),
  });
});
