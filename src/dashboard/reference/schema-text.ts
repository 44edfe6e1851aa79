import type { OpenApi, Schema } from "./openapi.ts";

/** A member of an object, as it is shown. */
export interface Member {
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly description: string;
  /** Of what is inside; empty: nothing more to tell. */
  readonly members: readonly Member[];
}

/** Deeper than this nobody reads on; it also ends schemas that hold themselves. */
const DEEPEST = 6;

/** The schema that a reference leads to; an unknown one is nothing. */
export function resolved(schema: Schema, document: OpenApi): Schema {
  const { $ref } = schema;
  if ($ref === undefined) return schema;
  return document.components?.schemas?.[$ref.split("/").at(-1) ?? ""] ?? {};
}

/** A type in words: `text (date-time)`, `whole number, at least 1`, `poll | full | sweep`, `list of text`, `text or null`. */
export function typeText(schema: Schema, document: OpenApi, depth = 0): string {
  const plain = resolved(schema, document);
  if (plain.const !== undefined) return JSON.stringify(plain.const);
  if (plain.enum !== undefined) return plain.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = plain.anyOf ?? plain.oneOf;
  if (choices !== undefined) return choiceText(choices, document, depth);
  if (plain.allOf !== undefined || plain.properties !== undefined) return "object";
  const { type } = plain;
  if (typeof type === "object")
    return type.map((each) => typeText({ ...plain, type: each }, document, depth)).join(" or ");
  if (type === "array") return depth > DEEPEST ? "list" : `list of ${typeText(plain.items ?? {}, document, depth + 1)}`;
  return `${NAMES[type ?? ""] ?? type ?? "anything"}${limitText(plain)}`;
}

const NAMES: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  null: "null",
  object: "object",
};

function choiceText(choices: readonly Schema[], document: OpenApi, depth: number): string {
  if (depth > DEEPEST) return "…";
  const texts = choices.map((choice) => typeText(choice, document, depth + 1));
  const isWords = choices.every((choice) => resolved(choice, document).const !== undefined);
  return [...new Set(texts)].join(isWords ? " | " : " or ");
}

function limitText({ format, minimum, maximum, pattern }: Schema): string {
  if (format !== undefined) return ` (${format})`;
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  if (minimum !== undefined) return minimum === 0 ? "" : `, at least ${minimum}`;
  if (maximum !== undefined) return `, at most ${maximum}`;
  return pattern === undefined ? "" : ` ${pattern}`;
}

/** The members of an object, of what a list holds, or of whichever choice has some. */
export function membersOf(schema: Schema, document: OpenApi, depth = 0): Member[] {
  if (depth > DEEPEST) return [];
  const plain = resolved(schema, document);
  const inside = plain.allOf ?? plain.anyOf ?? plain.oneOf;
  if (inside !== undefined) return inside.flatMap((each) => membersOf(each, document, depth + 1));
  if (plain.items !== undefined) return membersOf(plain.items, document, depth + 1);
  const required = new Set(plain.required);
  return Object.entries(plain.properties ?? {}).map(([name, member]) => ({
    name,
    type: typeText(member, document),
    isOptional: !required.has(name),
    description: member.description ?? resolved(member, document).description ?? "",
    members: membersOf(member, document, depth + 1),
  }));
}
