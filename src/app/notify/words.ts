import type { PromotedRecord, PromotionReport } from "../../domain/promotion.ts";
import { formatDuration } from "../../lib/duration.ts";
import type { RunEnd } from "../run-end.ts";
import type { HaltNews } from "./halt-news.ts";
import type { Streak } from "./incidents.ts";
import type { News } from "./notice.ts";

/** Files of one commit that a message names. */
const MOST_FILES = 10;

const KINDS: Readonly<Record<RunEnd["kind"], readonly [one: string, many: string]>> = {
  poll: ["poll", "polls"],
  full: ["full sync", "full syncs"],
  sweep: ["sweep", "sweeps"],
  check: ["check", "checks"],
  promote: ["promotion", "promotions"],
  adopt: ["adoption", "adoptions"],
};

export function haltNews({ code, message, hint, since }: HaltNews, now: number): News {
  const began = Date.parse(since);
  const title = `A person is needed: ${message}`;
  const from = Number.isFinite(began) ? Math.min(began, now) : now;
  return { kind: "halt", phase: "began", code, title, text: message, hint, since: from, run: null };
}

export function failureNews({ run, kind, outcome, error }: RunEnd, { count, since }: Streak): News {
  const [one, many] = KINDS[kind];
  const what = outcome === "partial" ? "left tables out" : "failed";
  const title = count === 1 ? `A ${one} ${what}` : `${count} ${many} in a row ${what}`;
  const text = error === null ? "The log says why." : `The newest error: ${error.message}`;
  const hint = `${error?.hint ?? "Look at the log."}\nThe service tries again by itself.`;
  return { kind: "failure", phase: "began", code: error?.code ?? null, title, text, hint, since, run };
}

export function checkNews({ run, differences }: RunEnd, now: number): News {
  const count = differences ?? 0;
  return {
    kind: "check",
    phase: "began",
    code: "different",
    since: now,
    run,
    title: `A check found ${count} ${count === 1 ? "difference" : "differences"}`,
    text: "MoneyWorks and main do not hold the same. Nothing was written.",
    hint: "The run shows them, field by field. A full sync puts main right; what MoneyWorks should not hold is put right there.",
  };
}

const OUTCOMES: Readonly<Record<string, { readonly title: string; readonly text: string; readonly hint: string }>> = {
  conflict: {
    title: "met a conflict",
    text: "MoneyWorks and the commit changed the same fields in different ways. Nothing was sent.",
    hint: "Its author merges main and pushes again.",
  },
  refused: {
    title: "was refused",
    text: "Something in it cannot be carried over. Nothing was sent.",
    hint: "Its author puts right what is named here, or reverts it, and pushes again.",
  },
  failed: {
    title: "failed",
    text: "MoneyWorks said no, or holds something else than was asked. Some of its records may be applied.",
    hint: "Look at these records in MoneyWorks, and at the report: `tidemark promote --json`, or the commit's git note.",
  },
};

export function promotionNews({ outcome, commit, branch, run, reasons, records, omitted }: PromotionReport): News {
  const words = OUTCOMES[outcome] ?? { title: `is ${outcome}`, text: "", hint: "" };
  const amiss = records.filter((record) => record.reasons.length > 0 || record.state === "failed");
  const whole = reasons.map(({ code, field }) => `the commit: ${code}${field === null ? "" : ` (${line(field)})`}`);
  const lines = [...whole, ...amiss.map(fileLine)];
  const more = lines.length - MOST_FILES + omitted;
  const shown = [...lines.slice(0, MOST_FILES), ...(more > 0 ? [`… and ${more} more`] : [])];
  return {
    kind: "promotion",
    phase: "happened",
    code: outcome,
    since: null,
    run,
    title: `Commit ${commit.slice(0, 12)} on ${line(branch)} ${words.title}`,
    text: [words.text, ...shown].join("\n"),
    hint: words.hint,
  };
}

/** Names of fields and codes of reasons: the words of a reason may be MoneyWorks' own. */
function fileLine({ path, state, reasons }: PromotedRecord): string {
  const codes = reasons.map(({ code, field }) => (field === null ? code : `${code} (${line(field)})`));
  return `${line(path)}: ${codes.length === 0 ? state : [...new Set(codes)].join(", ")}`;
}

/** Git lets a path hold anything. */
function line(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "?");
  return clean.length <= 200 ? clean : `${clean.slice(0, 199)}…`;
}

const OVER: Readonly<Record<string, { readonly title: string; readonly text: string }>> = {
  halt: { title: "The halt is over", text: "The service goes on." },
  check: { title: "A check found no difference any more", text: "MoneyWorks and main hold the same." },
  failure: { title: "All is well again", text: "A run of the kind that failed went through." },
};

/** @param began what was told when it began */
export function overNews(began: News, now: number): News {
  const words = OVER[began.kind] ?? { title: "It is over", text: "" };
  const lasted = lastedText(Math.max(0, now - (began.since ?? now)));
  const text = `${words.text} It lasted ${lasted}. It was: ${began.title}`;
  return { ...began, phase: "over", title: `${words.title} after ${lasted}`, text, hint: null };
}

/** As exactly as a person wants to know it: `45s`, `12m`, `2h5m`, `3d4h`. */
export function lastedText(ms: number): string {
  const steps = [1000, 60_000, 3_600_000];
  const unit = ms < 120_000 ? steps[0] : ms < 86_400_000 ? steps[1] : steps[2];
  return formatDuration(Math.round(ms / (unit ?? 1000)) * (unit ?? 1000));
}
