import { describe, expect, test } from "bun:test";
import { createLog, type LogOptions } from "../../../src/platform/log.ts";

const AT = Date.UTC(2026, 10, 21, 6, 5, 4, 321);

function logged(options: Partial<LogOptions>, write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  const base: LogOptions = {
    level: "info",
    format: "json",
    write: (line) => lines.push(line),
    secrets: [],
    clock: { now: () => AT },
  };
  write(createLog({ ...base, ...options }));
  return lines;
}

describe("JSON lines", () => {
  test("carry time, level, message, then the fields", () => {
    const lines = logged({}, (log) =>
      log.write("warn", "page read", { table: "name", records: 3, ok: true, none: null }),
    );
    expect(lines).toEqual([
      '{"time":"2026-11-21T06:05:04.321Z","level":"warn","message":"page read","table":"name","records":3,"ok":true,"none":null}\n',
    ]);
  });

  test("leave out what is undefined", () => {
    expect(logged({}, (log) => log.write("info", "m", { a: undefined }))[0]).not.toContain('"a"');
  });

  test("keep their head when a field has its name", () => {
    const [line] = logged({}, (log) => log.write("info", "m", { level: "error", time: "never" }));
    expect(JSON.parse(line ?? "")).toEqual({ time: "2026-11-21T06:05:04.321Z", level: "info", message: "m" });
  });

  test("stay one line whatever the text holds", () => {
    const [line] = logged({}, (log) => log.write("info", "a\nb\u2028c", { x: "d\r\ne" }));
    expect(line?.trimEnd().split("\n").length).toBe(1);
  });
});

describe("pretty lines", () => {
  const pretty = { format: "pretty" } as const;

  test("name the time of the host, the level and the fields", () => {
    const [line] = logged(pretty, (log) =>
      log.write("info", "page read", { table: "name", note: 'a "b" c', n: 0, gone: undefined }),
    );
    expect(line).toMatch(/^\d\d:05:04 info {2}page read table=name note="a \\"b\\" c" n=0\n$/);
  });

  test("can neither be forged nor steer the terminal", () => {
    const [line] = logged(pretty, (log) => log.write("info", "a\n00:00:00 info forged\u001b[2J", { x: "\r\u009b" }));
    expect(line?.split("\n").length).toBe(2);
    expect(line).not.toMatch(/\p{Cc}(?!$)/u);
  });

  test("have colour only where it was asked for", () => {
    const coloured = logged({ ...pretty, colour: true }, (log) => log.write("error", "m"));
    const plain = logged(pretty, (log) => log.write("error", "m"));
    expect([coloured[0]?.includes("\u001b[31m"), plain[0]?.includes("\u001b")]).toEqual([true, false]);
  });
});

test.each([
  ["debug", 4],
  ["info", 3],
  ["warn", 2],
  ["error", 1],
] as const)("level %s lets %d of the four through", (level, count) => {
  const lines = logged({ level }, (log) => {
    for (const one of ["debug", "info", "warn", "error"] as const) log.write(one, "m");
  });
  expect(lines.length).toBe(count);
});

test.each(["json", "pretty"] as const)("no %s line holds a secret, in its message, fields or field names", (format) => {
  const lines = logged({ format, secrets: ['p@ss w"rd'] }, (log) =>
    log.write("info", 'with p@ss w"rd in it', { url: "https://x/p%40ss%20w%22rd", 'p@ss w"rd': 'p@ss w"rd' }),
  );
  expect(lines.join("")).not.toMatch(/w"rd|w%22rd|w\\"rd/);
  expect(lines.join("")).toContain("••••");
});

describe("what is written during a run", () => {
  const run = (id: string) => ({ run: id });
  const runs = (lines: readonly string[]) => lines.map((line) => JSON.parse(line).run ?? null);

  test("carries its id, whoever writes it, through every wait, and nothing else does", async () => {
    const lines: string[] = [];
    const log = createLog({
      ...{ level: "info", format: "json", secrets: [], clock: { now: () => AT } },
      write: (line) => lines.push(line),
    });
    async function* pages() {
      for (let page = 1; page <= 2; page += 1) {
        await Bun.sleep(1);
        log.write("info", `page ${page}`);
        yield page;
      }
    }
    const gate = Promise.withResolvers<void>();
    const left: { push: Promise<void> }[] = [];
    const work = log.during(run("a"), async () => {
      left.push({ push: gate.promise.then(() => log.write("info", "pushed behind it")) });
      for await (const page of pages()) log.write("info", `staged ${page}`);
      await log.during(run("b"), async () => {
        await Bun.sleep(1);
        log.write("info", "another run inside");
      });
      log.write("info", "its end", { run: "said itself" });
    });
    log.write("info", "beside it");
    await work;
    log.write("info", "after it");
    gate.resolve();
    await left[0]?.push;
    expect(lines.map((line) => [JSON.parse(line).message, JSON.parse(line).run ?? null])).toEqual([
      ["beside it", null],
      ["page 1", "a"],
      ["staged 1", "a"],
      ["page 2", "a"],
      ["staged 2", "a"],
      ["another run inside", "b"],
      ["its end", "said itself"],
      ["after it", null],
      ["pushed behind it", "a"],
    ]);
  });

  test("keeps secrets out of what it carries", () => {
    const lines = logged({ secrets: ["hunter22"] }, (log) =>
      log.during({ note: "hunter22" }, () => log.write("info", "m")),
    );
    expect([runs(lines), lines[0]?.includes("hunter22")]).toEqual([[null], false]);
  });

  test("is not shown to a person at a terminal", () => {
    const lines = logged({ format: "pretty" }, (log) => log.during(run("a"), () => log.write("info", "m", { n: 1 })));
    expect(lines[0]).toEndWith(" info  m n=1\n");
  });
});
