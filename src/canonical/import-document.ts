import { XMLBuilder } from "fast-xml-parser";
import { fail } from "../domain/errors/tidemark-error.ts";
import { vendorName } from "./names.ts";
import { protectText, restoreText } from "./protect.ts";

/** One field of a record to import. */
export type ImportField =
  /** The value as in the model (protected); empty clears the field. */
  | { readonly name: string; readonly value: string }
  /** MoneyWorks works it out from the fields before it: `<duedate work-it-out="true"/>`. */
  | { readonly name: string; readonly workItOut: true }
  /** A MoneyWorks expression over the fields before it: `<gross calculated="true">…</gross>`. */
  | { readonly name: string; readonly calculated: string };

export interface ImportSubfile {
  /** In the vendor's capitalisation: `Detail`. */
  readonly subfile: string;
  readonly element: string;
  readonly rows: readonly (readonly ImportField[])[];
}

export interface ImportRequest {
  /** The vendor's capitalisation: `TaxRate`. */
  readonly table: string;
  /** Of `<table>`, beside its name: `update`, `return_seq`, `create_names` … */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly element: string;
  /** In the order to send: an expression or work-it-out sees only what stands before it (MoneyWorks manual, XML import). */
  readonly content: readonly (ImportField | ImportSubfile)[];
}

type OrderedNode = Record<string, unknown>;

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/**
 * The XML document that asks MoneyWorks to import one record. Order is kept exactly. Values are restored from their
 * protected form; MoneyWorks writes line breaks as `&#13;` (observed on 9.2.1) and so does this.
 * @throws canonical.unsendable for a value with a character that XML 1.0 cannot carry in any form, or a byte whose
 *   character is not known: sending a substitute would change the text in MoneyWorks
 * @throws canonical.bad-name for a name that is not plain letters, digits, dot or underscore
 */
export function buildImport(request: ImportRequest): string {
  const attributes = { name: vendorName(request.table), ...request.attributes };
  const record = node(request.element, request.content.map(contentNode));
  return `<?xml version="1.0"?>${newBuilder().build([node("table", [record], attributes)])}\n`;
}

function newBuilder(): XMLBuilder {
  return new XMLBuilder({
    preserveOrder: true,
    ignoreAttributes: false,
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
    format: true,
    indentBy: "\t",
    processEntities: false,
    tagValueProcessor: (_name, value) => referenced(String(value), /[&<>\r]/g),
    attributeValueProcessor: (_name, value) => referenced(String(value), /[&<>"\t\n\r]/g),
  });
}

function contentNode(item: ImportField | ImportSubfile): OrderedNode {
  if (!("subfile" in item)) return fieldNode(item);
  const rows = item.rows.map((row) => node(item.element, row.map(fieldNode)));
  return node("subfile", rows, { name: vendorName(item.subfile) });
}

function fieldNode(field: ImportField): OrderedNode {
  if ("workItOut" in field) return node(field.name, [], { "work-it-out": "true" });
  if ("calculated" in field) return node(field.name, text(field.name, field.calculated), { calculated: "true" });
  return node(field.name, text(field.name, field.value));
}

/** The builder's ordered form: the element's name holds its children, `:@` its attributes. */
function node(
  name: string,
  children: readonly unknown[],
  attributes: Readonly<Record<string, string>> = {},
): OrderedNode {
  const prefixed = Object.entries(attributes).map(([key, value]) => [`@_${attributeName(key)}`, sendable(key, value)]);
  return { [vendorName(name)]: children, ":@": Object.fromEntries(prefixed) };
}

function text(name: string, value: string): readonly unknown[] {
  return value === "" ? [] : [{ "#text": sendable(name, value) }];
}

function attributeName(name: string): string {
  if (!/^[a-z][a-z_-]{0,39}$/.test(name)) throw fail("canonical.bad-name", { name: name.slice(0, 80) });
  return name;
}

function sendable(field: string, value: string): string {
  const badByte = /\u241B\{=([0-9A-F]{2})\}/.exec(value);
  if (badByte) throw fail("canonical.unsendable", { field, character: `byte ${badByte[1]}` });
  const restored = restoreText(value);
  const { replaced, text: marked } = protectText(restored);
  if (replaced === 0) return restored;
  const code = /\u241B\{(?!241B\})([0-9A-F]+)\}/.exec(marked)?.[1] ?? "";
  throw fail("canonical.unsendable", { field, character: `U+${code.padStart(4, "0")}` });
}

function referenced(value: string, characters: RegExp): string {
  return value.replace(characters, (character) => REFERENCES[character] as string);
}
