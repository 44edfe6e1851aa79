import { expect, test } from "bun:test";
import fc from "fast-check";
import { TidemarkError } from "../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import { commandUrl } from "../../src/moneyworks/address.ts";
import { countOf } from "../../src/moneyworks/expressions.ts";
import { packNumbers } from "../../src/moneyworks/numbers.ts";
import { parseMoneyWorksUrl } from "../../src/moneyworks/parse-url.ts";
import { equalsText, fieldName, quote } from "../../src/moneyworks/search.ts";
import { tokenize } from "../../src/simulator/expression/lexer.ts";

const SEED = { seed: 20_260_310, numRuns: 500 };
const name = SCHEMA.get("name" as TableName) as TableSchema;
/** Everything that a search can carry, with the characters that matter to the language far more often than by chance. */
const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(..."\"\\`@'()[]tnr\t\n\r\v%&=+"),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    ),
    maxLength: 40,
  })
  .filter((value) => !value.includes("\0"));
const anything = fc.string({ unit: "binary", maxLength: 40 });

/** Reads a literal by the manual's rule alone: a quote, then characters or escapes, then the same quote. */
function readLiteral(source: string): { value: string; rest: string } {
  let value = "";
  for (let at = 1; at < source.length; at += 1) {
    const char = source[at] ?? "";
    if (char === '"') return { value, rest: source.slice(at + 1) };
    if (char === "\\") at += 1;
    value += char === "\\" ? (ESCAPES[source[at] ?? ""] ?? "?") : char;
  }
  throw new Error("open literal");
}

const ESCAPES: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", '"': '"', "\\": "\\" };

test("a literal reads back as the text it was made from, and ends where it ends", () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(readLiteral(quote(value))).toEqual({ value, rest: "" });
    }),
    SEED,
  );
});

test("the simulator's expression language reads the same text, as one token", () => {
  fc.assert(
    fc.property(text, (value) => {
      const [token, end] = tokenize(quote(value));
      expect([token?.kind, token?.text, end?.kind]).toEqual(["text", value, "end"]);
    }),
    SEED,
  );
});

test("a search inside an expression stays one literal, whatever it searches for", () => {
  fc.assert(
    fc.property(text, (value) => {
      const search = equalsText(fieldName(name, "code"), value);
      const outer = tokenize(countOf(name, search)).filter(({ kind }) => kind === "text");
      expect(outer.map((token) => token.text)).toEqual(["name", search]);
      expect(tokenize(search).map(({ kind }) => kind)).toEqual(["name", "symbol", "text", "end"]);
    }),
    SEED,
  );
});

test("any text either becomes a literal or is refused with a code", () => {
  fc.assert(
    fc.property(anything, (value) => {
      const outcome = tryTo(() => quote(value));
      const speakable = !value.includes("\0") && value.isWellFormed();
      expect(outcome instanceof TidemarkError ? outcome.code : "ok").toBe(speakable ? "ok" : "moneyworks.search-text");
    }),
    SEED,
  );
});

test("no document name and no parameter changes the shape of a URL", () => {
  const documents = anything.filter((value) => value.isWellFormed());
  fc.assert(
    fc.property(documents, documents, (document, value) => {
      const url = `http://u:p@host/REST/${encodeURIComponent(document)}`;
      const endpoint = tryTo(() => parseMoneyWorksUrl(url));
      if (endpoint instanceof TidemarkError) return expect(endpoint.code).toStartWith("moneyworks.url-");
      const parsed = new URL(commandUrl(endpoint, { target: "document", name: "export", params: { search: value } }));
      const [empty, rest, segment = "", command, ...more] = parsed.pathname.split("/");
      expect([parsed.host, empty, rest, command, more.length]).toEqual(["host:6710", "", "REST", "export", 0]);
      expect(decodeURIComponent(segment)).toBe(endpoint.document);
      expect([...parsed.searchParams]).toEqual([["search", value]]);
    }),
    SEED,
  );
});

test("no mistyped URL puts the password into the error", () => {
  const secret = "hunter2hunter2";
  const noise = fc.string({ unit: fc.constantFrom(..."/:@?#%[]\\ .htp6REST"), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(noise, { minLength: 6, maxLength: 6 }), ([a, b, c, d, e, f]) => {
      const url = `http${a}://${b}jo${c}:${secret}${d}@h${e}/REST/Acme${f}`;
      const outcome = tryTo(() => parseMoneyWorksUrl(url));
      if (!(outcome instanceof TidemarkError)) return;
      expect(`${Bun.inspect(outcome, { depth: 9 })}${JSON.stringify(outcome)}`).not.toContain(secret);
    }),
    SEED,
  );
});

test("packed lists match every number asked for, each within the limits", () => {
  const numbers = fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 200 });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 1000 }), (wanted, limit) => {
      const packed = packNumbers(fieldName(name, "sequencenumber"), wanted, limit);
      const covered = new Set(packed.flatMap(({ search }) => numbersOf(search)));
      expect(wanted.filter((number) => !covered.has(number))).toEqual([]);
      expect(packed.every(({ search, span }) => search.length <= 254 && span <= limit)).toBe(true);
      expect(packed.every(({ search, span }) => numbersOf(search).length === span)).toBe(true);
    }),
    SEED,
  );
});

function numbersOf(search: string): number[] {
  const ranges = search.matchAll(/>=(\d+) and sequencenumber<=(\d+)|sequencenumber=(\d+)/g);
  return [...ranges].flatMap(([, first, last, one]) => {
    const from = Number(first ?? one);
    return Array.from({ length: Number(last ?? one) - from + 1 }, (_, index) => from + index);
  });
}

function tryTo<T>(act: () => T): T | TidemarkError {
  try {
    return act();
  } catch (error) {
    if (error instanceof TidemarkError) return error;
    throw error;
  }
}
