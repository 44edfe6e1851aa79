import { expect, setDefaultTimeout, test } from "bun:test";
import { resolve } from "node:path";
import { describeWithTool, SYSTEM_PYTHON } from "../../support/tools.ts";

setDefaultTimeout(30_000);

const CHILD = `
import { createHost } from ${JSON.stringify(resolve(import.meta.dir, "../../../src/platform/process.ts"))};
const host = createHost();
const answers = [await host.askHidden("first? "), await host.askHidden("second? ")];
host.out("got " + JSON.stringify(answers) + "\\n");
host.exit(0);
`;

/** A terminal with a person: types each text when its question stands there, and prints all that the terminal shows. */
const TERMINAL = `
import os, pty, sys
questions = sys.argv[1].split("|")
pid, fd = pty.fork()
if pid == 0: os.execv(sys.argv[2], [sys.argv[2], "-e", sys.argv[3]])
shown = b""
while True:
    try: piece = os.read(fd, 1024)
    except OSError: break
    if not piece: break
    shown += piece
    while questions and questions[0].split("=")[0].encode() in shown:
        os.write(fd, questions.pop(0).split("=", 1)[1].encode())
os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
`;

describeWithTool(SYSTEM_PYTHON, "a question for what nobody may see", () => {
  test("shows nothing of the answer, takes letters back, and can be asked again", () => {
    const typed = "first?=secrt\x7fet-one\r|second?=zweites Geheimnis é\r";
    const { stdout } = Bun.spawnSync([SYSTEM_PYTHON, "-c", TERMINAL, typed, process.execPath, CHILD]);
    const shown = String(stdout);
    const [before = "", after = ""] = shown.split("got ");
    expect(JSON.parse(after.trim())).toEqual(["secret-one", "zweites Geheimnis é"]);
    for (const part of ["secr", "one", "zweites", "Geheimnis"])
      expect([part, before.includes(part)]).toEqual([part, false]);
    expect(before).toContain("second? ");
  });

  test("ends the command with Ctrl-C", () => {
    const typed = "first?=half\x03";
    const { stdout } = Bun.spawnSync([SYSTEM_PYTHON, "-c", TERMINAL, typed, process.execPath, CHILD]);
    expect(String(stdout)).toContain("run.cancelled");
    expect(String(stdout)).not.toContain("half");
  });
});
