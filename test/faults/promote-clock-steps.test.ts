import { expect, test } from "bun:test";
import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { Remote } from "../../src/exporter/remote/remote.ts";
import { Editor } from "../support/editor.ts";
import { promoteIn } from "../support/promoting.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

test("a branch is moved forward from the last of its commits, whatever the host's clock says of their order", async () => {
  let isDown = false;
  const wrapRemote = (remote: Remote): Remote => ({
    refs: (signal) => remote.refs(signal),
    fetch: (request, signal) => remote.fetch(request, signal),
    push: async (request, signal) => {
      if (isDown && request.ref !== "refs/heads/main")
        throw fail("remote.unreachable", { url: "the remote", reason: "planned" });
      await remote.push(request, signal);
    },
  });
  await using world = await World.open({ data: smallCompany(), wrapRemote });
  await world.full();
  using editor = new Editor(world.remotePath);
  const first = editor.send(editor.edited("name", "ROWAN", ["09 555 0101", "09 555 0199"]));
  isDown = true;
  expect(await promoteIn(world)).toMatchObject([{ commit: first, outcome: "accepted" }]);
  isDown = false;
  world.clock.stepWall(-86_400);
  const second = editor.send(editor.edited("name", "ROWAN", ["14 Harbour Rd", "15 Harbour Rd"]));
  expect(await promoteIn(world)).toMatchObject([{ commit: second, outcome: "accepted" }]);
  editor.git("fetch", "-q", "origin");
  expect(editor.git("rev-parse", "origin/changes")).toBe(editor.git("rev-parse", "origin/main"));
  expect([editor.note(first)?.outcome, editor.note(second)?.outcome]).toEqual(["accepted", "accepted"]);
}, 30_000);
