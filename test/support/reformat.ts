import fc from "fast-check";
import type { Field, MwRecord, Subfile } from "../../src/domain/record.ts";

/** One of the many ways to write a field that mean the same. */
interface Writing {
  readonly space: string;
  readonly text: "escaped" | "cdata" | "decimal" | "hex";
  readonly attribute: string;
}

const anyWriting: fc.Arbitrary<Writing> = fc.record({
  space: fc.constantFrom("", "\n", "\r\n    ", "\t", "<!-- <!DOCTYPE --> "),
  text: fc.constantFrom("escaped", "cdata", "decimal", "hex"),
  attribute: fc.constantFrom("", " x='1'", '\n y="&lt;"'),
});

/** A way to write records that changes nothing of what they say. */
export type Reformat = (record: MwRecord, blanks?: readonly string[]) => string;

export const anyReformat: fc.Arbitrary<Reformat> = fc
  .tuple(fc.infiniteStream(anyWriting), fc.constantFrom("", "\uFEFF", '<?xml version="1.0"?>\n'), fc.boolean())
  .map(([writings, head, isReversed]) => {
    const next = () => writings.next().value as Writing;
    const inOrder = <T>(items: readonly T[]) => (isReversed ? items.toReversed() : items);
    const fields = (all: readonly Field[]) =>
      inOrder(all)
        .map((field) => written(field, next()))
        .join("");
    const subfile = ({ name, element, rows }: Subfile) => {
      const lines = rows.map((row) => {
        const start = row.system ? `${element} system="true"` : element;
        return `${next().space}<${start}>${fields(row.fields)}</${element}>`;
      });
      return `<subfile name='${name}'>${lines.join("")}${next().space}</subfile>`;
    };
    return ({ element, fields: own, subfiles }, blanks = []) => {
      const empty = blanks.map((name, index) => (index % 2 === 0 ? `<${name}/>` : `<${name}></${name}>`));
      const parts = [fields(own), subfiles.map(subfile).join(""), empty.join(next().space)];
      return `${head}<${element}>${inOrder(parts).join(next().space)}</${element}>${next().space}`;
    };
  });

function written({ name, value, system }: Field, { space, text, attribute }: Writing): string {
  return `${space}<${name}${system ? " system='true'" : ""}${attribute}>${textOf(value, text)}</${name}\n>`;
}

function textOf(value: string, form: Writing["text"]): string {
  const reference = (character: string) => {
    const code = character.codePointAt(0) as number;
    return form === "hex" ? `&#x${code.toString(16)};` : `&#${code};`;
  };
  // A raw carriage return would be read as a line feed, in CDATA too.
  if (form === "cdata" && !value.includes("]]>") && !value.includes("\r")) return `<![CDATA[${value}]]>`;
  const isEach = form === "decimal" || form === "hex";
  return isEach ? Array.from(value, reference).join("") : value.replace(/[&<>\r]/g, reference);
}
