import { expect, test } from "bun:test";
import fc from "fast-check";
import { fileName, keyOfFileName } from "../../src/canonical/file-name.ts";
import { keyOf, meaningOfKey } from "../../src/canonical/key.ts";
import { parseRecordPath, recordPath } from "../../src/canonical/path.ts";
import { anyText } from "../support/canonical-arbitraries.ts";
import { key, nameRecord, schemaOf } from "../support/canonical-tools.ts";

const SEEDED = { seed: 20_260_714, numRuns: 2000 };

function fits(text: string): boolean {
  return new TextEncoder().encode(text).length <= 148;
}

const awkward = fc.constantFrom(
  ..."AaBbzZ059-_~%.#/ $é",
  "CON",
  "con",
  "nul",
  "COM1",
  "LPT9",
  "CONIN$",
  "clock$",
  ".git",
  "git~1",
  "..",
  "%%",
  "%41",
  "ae",
  "é",
  "\u212A",
  "ß",
  "İ",
);
const anyKey = fc
  .oneof(
    fc.array(awkward, { maxLength: 9 }).map((pieces) => pieces.join("")),
    anyText,
    fc.string({ minLength: 30, maxLength: 60 }),
  )
  .map((text) => text.toWellFormed())
  .filter(fits)
  .map(key);

/** Windows device names (Microsoft, Naming Files, Paths, and Namespaces); what follows a dot does not matter. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(\.|$)/i;

test("every key is read back from its file name", () => {
  fc.assert(
    fc.property(anyKey, (text) => expect(keyOfFileName(fileName(text))).toBe(text)),
    SEEDED,
  );
});

test("two keys never share a file name, not even where letter case is folded", () => {
  const near = anyKey.chain((text) =>
    fc.tuple(
      fc.constant(text),
      fc.oneof(
        anyKey,
        fc.constantFrom(text.toLowerCase(), text.toUpperCase(), `~${text}`, text.normalize("NFD")).map(key),
      ),
    ),
  );
  fc.assert(
    fc.property(near, ([a, b]) => {
      fc.pre(a !== b && fits(b));
      expect(fileName(a).toLowerCase()).not.toBe(fileName(b).toLowerCase());
    }),
    SEEDED,
  );
});

test("every file name is safe on Windows, macOS, Linux and in git", () => {
  fc.assert(
    fc.property(anyKey, (text) => {
      const name = fileName(text);
      expect(name).toMatch(/^[A-Za-z0-9_%~][A-Za-z0-9_%~-]*\.xml$/);
      expect(name).not.toMatch(DEVICE);
      expect(name).not.toMatch(/^\.?git(?:$|[~.])|~\d/i);
      expect(name.length).toBeLessThanOrEqual(244);
    }),
    SEEDED,
  );
});

test("a name is read only in the one form that is written", () => {
  const anyName = fc
    .array(fc.constantFrom(..."ABab01~%._-", "%41", "%C3%A9", "CON", ".xml"), { maxLength: 6 })
    .map((pieces) => `${pieces.join("")}.xml`);
  fc.assert(
    fc.property(fc.oneof(anyName, fc.string()), (name) => {
      const found = keyOfFileName(name);
      if (found !== null) expect(fileName(found)).toBe(name);
    }),
    SEEDED,
  );
});

test("two records of a table never share a key, and the key says what it stands for", () => {
  const schema = schemaOf("name");
  const anyCode = fc.option(
    fc.oneof(
      fc.constantFrom("#1", "##1", "#", "1", "# 1", "###1"),
      anyText.filter((text) => text !== ""),
    ),
    { nil: null },
  );
  const anyName = fc.record({ seq: fc.integer({ min: 1, max: 3 }), code: anyCode });
  const identity = ({ seq, code }: { seq: number; code: string | null }) => code ?? seq;
  fc.assert(
    fc.property(anyName, anyName, (a, b) => {
      const keys = [a, b].map(({ seq, code }) =>
        keyOf(schema, { seq, record: nameRecord(code === null ? {} : { code }) }),
      );
      expect(keys[0] === keys[1]).toBe(identity(a) === identity(b));
      const meaning = meaningOfKey(schema, keys[0] ?? key(""));
      expect(meaning.kind === "code" ? meaning.code : meaning.seq).toBe(identity(a));
    }),
    SEEDED,
  );
});

test("every path is read back to its table and key", () => {
  const codes = fc.tuple(
    fc.constant(schemaOf("product")),
    anyKey.filter((text) => text !== "" && !text.startsWith("#")),
  );
  const numbers = fc.tuple(
    fc.constant(schemaOf("transaction")),
    fc.integer({ min: 1, max: 0xffffffff }).map((n) => key(String(n))),
  );
  fc.assert(
    fc.property(fc.oneof(codes, numbers), ([schema, text]) => {
      expect(parseRecordPath(recordPath(schema, text))).toEqual({ table: schema.table, key: text });
    }),
    SEEDED,
  );
});
