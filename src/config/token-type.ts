import { REDACTED } from "../lib/redact.ts";
import type { ValueType } from "./option.ts";
import { textsOf, wrongType } from "./value-types.ts";

/** A token of the API as the configuration keeps it: without the token. */
export interface ApiToken {
  readonly name: string;
  readonly scope: "read" | "sync" | "write";
  /** SHA-256 of the token, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

const NAME = "[a-z0-9][a-z0-9_.-]{0,39}";
const TOKEN = new RegExp(`^(${NAME}):(read|sync|write):([0-9a-f]{64})$`, "i");

/** Whether a token may be called so. */
export function isTokenName(text: string): boolean {
  return new RegExp(`^${NAME}$`, "i").test(text);
}

/** `ada:read:<sha256>`, as `tidemark token` prints them. */
export const tokensType: ValueType<readonly ApiToken[]> = {
  expected:
    "tokens as tidemark token prints them, NAME:SCOPE:SHA256, each name once, with read, sync or write for the scope",
  placeholder: "NAME:SCOPE:SHA256,…",
  parse(raw) {
    const texts = textsOf(raw);
    const tokens = texts?.map(tokenOf);
    if (tokens === undefined || tokens.some((token) => token === null)) return wrongType(this.expected, raw);
    const whole = tokens.filter((token) => token !== null);
    const names = new Set(whole.map(({ name }) => name));
    return names.size === whole.length ? { value: whole } : wrongType(this.expected, raw);
  },
  format: (tokens) => tokens.map(({ name, scope, sha256 }) => `${name}:${scope}:${sha256}`).join(","),
  masked: (tokens) => tokens.map(({ name, scope }) => `${name}:${scope}:${REDACTED}`).join(","),
};

function tokenOf(text: string): ApiToken | null {
  const [, name, scope, sha256] = TOKEN.exec(text) ?? [];
  if (name === undefined || scope === undefined || sha256 === undefined) return null;
  return { name, scope: scope.toLowerCase() as ApiToken["scope"], sha256: sha256.toLowerCase() };
}
