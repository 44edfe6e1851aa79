import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { type Finding, Patient } from "../support/doctoring.ts";
import { git } from "../support/git-command.ts";
import { canMount, SmallDisk } from "../support/small-disk.ts";
import { spoil, sql } from "../support/spoiling.ts";

let patient: Patient;
beforeAll(async () => {
  patient = await Patient.open();
  await patient.sync();
});
afterAll(() => patient[Symbol.asyncDispose]());

test("a sound installation is well, and looking changed no file of it", async () => {
  const staging = `${patient.data}/staging.sqlite`;
  const before = [readFileSync(staging), statSync(staging).mtimeMs, git(patient.remote, ["rev-parse", "main"])];
  const { code, troubles, of } = await patient.visit();
  expect([code, troubles]).toEqual([0, []]);
  expect(of("branch").facts.position).toBe("in-step");
  expect(of("last success").says).toBe("Everything was read 0s ago.");
  expect([readFileSync(staging), statSync(staging).mtimeMs, git(patient.remote, ["rev-parse", "main"])]).toEqual(
    before,
  );
});

/** A state of the host, how it comes to be, and how it is put right again. */
interface State {
  readonly name: string;
  readonly make: () => (() => void) | undefined;
  readonly env?: () => Readonly<Record<string, string>>;
  readonly check: string;
  readonly state: Finding["state"];
  readonly says: string;
  readonly next: string;
}

const staging = () => `${patient.data}/staging.sqlite`;
const isRoot = process.getuid?.() === 0;

const FOREIGN = 12_345;
const STATES: readonly State[] = [
  {
    name: "a data directory that others may enter",
    make: () => {
      chmodSync(patient.data, 0o755);
      return () => chmodSync(patient.data, 0o700);
    },
    check: "data directory",
    state: "warn",
    says: "(mode 755)",
    next: "chmod 700",
  },
  {
    name: "a data directory that is a file",
    make: () => void writeFileSync(`${patient.path}/file`, ""),
    env: () => ({ TIDEMARK_DATA: `${patient.path}/file` }),
    check: "data directory",
    state: "fail",
    says: "is no directory",
    next: "'data'",
  },
  {
    name: "staging that was made anew with another schema",
    make: () => sql(staging(), "PRAGMA user_version = 99; UPDATE schema SET oldest = 99"),
    check: "staging",
    state: "fail",
    says: "99",
    next: "newer",
  },
  {
    name: "staging of an earlier version",
    make: () => sql(staging(), "PRAGMA user_version = 1"),
    check: "staging",
    state: "warn",
    says: "schema",
    next: "brings it up to date",
  },
  {
    name: "damaged staging",
    make: () => spoil(staging(), (path) => truncateSync(path, statSync(path).size - 8192)),
    check: "staging",
    state: "fail",
    says: "",
    next: "tidemark rebuild",
  },
  {
    name: "a lost repository",
    make: () => {
      renameSync(patient.repository, `${patient.path}/aside.git`);
      return () => renameSync(`${patient.path}/aside.git`, patient.repository);
    },
    check: "repository",
    state: "fail",
    says: "is gone",
    next: "tidemark verify",
  },
  {
    name: "a pack that lost its other half",
    make: () => {
      const idx = `${patient.repository}/objects/pack/pack-${"a".repeat(40)}.idx`;
      writeFileSync(idx, "");
      return () => rmSync(idx);
    },
    check: "repository",
    state: "fail",
    says: "without its pack",
    next: "tidemark verify",
  },
  {
    name: "a main that somebody else moved",
    make: () => {
      const before = git(patient.remote, ["rev-parse", "main"]);
      const author = ["-c", "user.name=Eve", "-c", "user.email=eve@example"];
      const theirs = git(patient.remote, [...author, "commit-tree", "main^{tree}", "-p", "main", "-m", "mine"]);
      git(patient.remote, ["update-ref", "refs/heads/main", theirs]);
      return () => void git(patient.remote, ["update-ref", "refs/heads/main", before]);
    },
    check: "branch",
    state: "fail",
    says: "Somebody else moved main",
    next: "tidemark adopt",
  },
  {
    name: "a main that is gone",
    make: () => {
      const before = git(patient.remote, ["rev-parse", "main"]);
      git(patient.remote, ["update-ref", "-d", "refs/heads/main"]);
      return () => void git(patient.remote, ["update-ref", "refs/heads/main", before]);
    },
    check: "branch",
    state: "fail",
    says: "is gone",
    next: "tidemark adopt",
  },
  {
    name: "a remote that others may write",
    make: () => {
      const { mode } = statSync(patient.remote);
      chmodSync(patient.remote, 0o777);
      return () => chmodSync(patient.remote, mode);
    },
    check: "protection",
    state: "warn",
    says: "by other accounts",
    next: "chmod -R go-w",
  },
  {
    name: "a remote that is a file",
    make: () => void writeFileSync(`${patient.path}/remote-file`, ""),
    env: () => ({ TIDEMARK_REMOTE_URL: `${patient.path}/remote-file` }),
    check: "remote",
    state: "fail",
    says: "remote-file",
    next: "",
  },
  {
    name: "a branch with somebody's history",
    make: () => {
      const path = `${patient.path}/foreign.git`;
      mkdirSync(path);
      git(path, ["init", "--quiet", "--bare", "--initial-branch=main"]);
      const tree = git(path, ["hash-object", "-t", "tree", "-w", "/dev/null"]);
      const author = ["-c", "user.name=Eve", "-c", "user.email=eve@example"];
      git(path, ["update-ref", "refs/heads/main", git(path, [...author, "commit-tree", tree, "-m", "mine"])]);
    },
    env: () => ({ TIDEMARK_REMOTE_URL: `${patient.path}/foreign.git`, TIDEMARK_DATA: `${patient.path}/fresh` }),
    check: "branch",
    state: "fail",
    says: "did not write",
    next: "another branch",
  },
  {
    name: "a branch with our history, for a fresh data directory",
    make: () => undefined,
    env: () => ({ TIDEMARK_DATA: `${patient.path}/fresh` }),
    check: "branch",
    state: "ok",
    says: "takes it over",
    next: "",
  },
  {
    name: "an upgrade that did not end",
    make: () => {
      writeFileSync(`${patient.data}/upgrade.json`, "{}");
      return () => rmSync(`${patient.data}/upgrade.json`);
    },
    check: "journals",
    state: "warn",
    says: "upgrade.json",
    next: "start the service",
  },
  {
    name: "a halt",
    make: () =>
      sql(
        staging(),
        "INSERT INTO halt VALUES (1, 'sync.other-document', 'It is another.', 'Adopt it.', 1700000000000)",
      ),
    check: "halt",
    state: "fail",
    says: "It is another.",
    next: "Adopt it.",
  },
  {
    name: "a mail server without addresses",
    make: () => undefined,
    env: () => ({ TIDEMARK_NOTIFY_SMTP: "smtp://mail.example" }),
    check: "notifications",
    state: "fail",
    says: "notify.from",
    next: "all three",
  },
  {
    name: "nobody to tell",
    make: () => undefined,
    env: () => ({ TIDEMARK_NOTIFY_WEBHOOK: "" }),
    check: "notifications",
    state: "warn",
    says: "Nobody is told",
    next: "notify.webhook",
  },
  {
    name: "polls that come too often",
    make: () => undefined,
    env: () => ({ TIDEMARK_POLL: "1m" }),
    check: "idle close",
    state: "warn",
    says: "poll is 1m",
    next: "idle-close setting",
  },
  {
    name: "a certificate file that is missing, which keeps nothing else from being looked at",
    make: () => undefined,
    env: () => ({ TIDEMARK_MONEYWORKS_CA: `${patient.path}/none.pem` }),
    check: "contact",
    state: "fail",
    says: "none.pem",
    next: "PEM",
  },
];

const ROOT_STATES: readonly State[] = [
  {
    name: "staging that a command made as another account",
    make: () => {
      const { uid, gid } = statSync(staging());
      chownSync(staging(), FOREIGN, FOREIGN);
      return () => chownSync(staging(), uid, gid);
    },
    check: "data directory",
    state: "fail",
    says: `belongs to account ${FOREIGN}`,
    next: "chown -R",
  },
];

describe("tells", () => {
  test.each([...STATES, ...(isRoot ? ROOT_STATES : [])])("$name", async ({ make, env, check, state, says, next }) => {
    const undo = make();
    try {
      const { code, of, findings } = await patient.visit(env?.() ?? {});
      const finding = of(check);
      expect({ ...finding, code }).toMatchObject({
        state,
        says: expect.stringContaining(says),
        code: state === "fail" ? 1 : 0,
      });
      expect(finding.next ?? "").toContain(next);
      // Whatever is wrong, everything else is still looked at.
      expect(findings.at(-1)?.check).toBe("notifications");
    } finally {
      if (undo !== undefined) undo();
    }
  });

  test.skipIf(!canMount())("a disk that is full, and one that is nearly", async () => {
    using disk = new SmallDisk(90 * 1024);
    const env = { TIDEMARK_DATA: disk.path };
    expect((await patient.visit(env)).of("disk space")).toMatchObject({ state: "warn" });
    disk.resize(40 * 1024);
    disk.fill();
    const { code, of } = await patient.visit(env);
    expect([code, of("disk space").state, of("disk speed").state]).toEqual([1, "fail", "fail"]);
    expect(of("disk space").next).toContain("Make room");
  });
});
