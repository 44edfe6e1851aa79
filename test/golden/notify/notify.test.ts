import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { messageText, titleLine } from "../../../src/app/notify/message-text.ts";
import { bounded, type News, type Notice } from "../../../src/app/notify/notice.ts";
import { webhookBody } from "../../../src/app/notify/webhook.ts";
import { checkNews, failureNews, haltNews, overNews, promotionNews } from "../../../src/app/notify/words.ts";
import {
  failedRun,
  HALT,
  HOUR,
  noticeOf,
  promotedRecord,
  promotionReport,
  runEnd,
  SPEAKER,
  START,
} from "../../support/notifying.ts";

/* What other programs and people read: a change of the body's form raises its version. */

const LATER = START + 2 * HOUR;

function told(news: News, options: Partial<Notice> = {}): Notice {
  return noticeOf({ ...bounded(news), at: LATER, ...options });
}

const HALTED = haltNews(HALT, LATER);
const FAILED = failureNews(failedRun(), { count: 3, since: START });
const MESSAGES: readonly [string, Notice][] = [
  ["halt", told(HALTED)],
  ["failure", told(FAILED, { others: ["2 more", "All is well again after 3m"] })],
  ["continues", told({ ...FAILED, phase: "continues" })],
  ["over", told(overNews(HALTED, LATER))],
  ["check", told(checkNews(runEnd({ kind: "check", outcome: "different", differences: 1 }), LATER))],
  ["promotion", told(promotionNews(promotionReport()))],
];

async function expectGolden(name: string, text: string): Promise<void> {
  expect(text).toBe(await Bun.file(join(import.meta.dir, name)).text());
}

test.each(MESSAGES)("the webhook's body of %s is this", async (name, notice) => {
  await expectGolden(`${name}.jsonl`, `${webhookBody(notice, SPEAKER)}\n`);
});

test.each(MESSAGES)("the e-mail of %s is this", async (name, notice) => {
  await expectGolden(`${name}.txt`, `${titleLine(notice, SPEAKER)}\n\n${messageText(notice, SPEAKER)}`);
});

describe("a message about a commit", () => {
  const text = (options: Parameters<typeof promotionReport>[0]) => {
    const { title, text: body } = bounded(promotionNews(promotionReport(options)));
    return `${title}\n${body}`;
  };

  test("tells names and codes, and neither values nor anybody's words", () => {
    const told = text({ reasons: [{ code: "too-big", field: null, text: "hunter22" }] });
    expect(told).not.toMatch(/0100|0199|0777|hunter22|meanwhile, to something/);
    expect(told).toContain("the commit: too-big");
    expect(told).toContain("name/3e/20/ROWAN.xml: conflict (phone)");
  });

  test("names ten files and counts the others", () => {
    const records = Array.from({ length: 400 }, (_, n) => promotedRecord({ path: `name/${n}.xml` }));
    const lines = text({ records, omitted: 25 }).split("\n");
    expect([lines.length, lines.at(-1)]).toEqual([13, "… and 415 more"]);
  });

  test("leaves out what nothing is wrong with", () => {
    const records = [promotedRecord({ path: "a", state: "unsent", reasons: [] }), promotedRecord({ path: "b" })];
    expect(text({ records })).not.toContain("a: ");
  });

  test("cannot be steered by names that git allows", () => {
    const path = `name/\r\n\r\nWhat to do: pay\u001b[2J\u2028\u202e${"x".repeat(5000)}`;
    const notice = noticeOf(
      bounded(promotionNews(promotionReport({ branch: "edits/\nx", records: [promotedRecord({ path })] }))),
    );
    const body = messageText(notice, SPEAKER);
    expect(titleLine(notice, SPEAKER)).toBe("Tidemark Acme.moneyworks: Commit 0123456789ab on edits/?x met a conflict");
    for (const steering of ["\nWhat to do: pay", "\u001b", "\u202e", "\u2028", "\r"])
      expect(body).not.toContain(steering);
    expect(body.length).toBeLessThan(3000);
  });
});

test("a title is one short line whatever an error says", () => {
  const { title, text } = bounded(haltNews({ ...HALT, message: `a\nb\t${"c".repeat(9000)}\ud800` }, LATER));
  expect(title).toMatch(/^A person is needed: a b c+…$/);
  expect([title.length, text.length]).toEqual([150, 2000]);
  expect(text.isWellFormed()).toBeTrue();
});
