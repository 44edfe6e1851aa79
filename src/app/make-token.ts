import { hashOf } from "../api/security/tokens.ts";
import { type ApiToken, isTokenName } from "../config/token-type.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Host } from "../domain/ports/host.ts";
import type { SecretRandom } from "../domain/ports/random.ts";
import { createSecretRandom } from "../platform/random.ts";
import { readConfig, type SettingsInput } from "./settings.ts";

const BYTES = 32;
/** So that whoever finds one, in a log or a commit, knows what it is. */
const PREFIX = "tidemark_";

export interface TokenRequest {
  readonly name: string;
  readonly scope: ApiToken["scope"];
}

export interface MadeToken extends TokenRequest {
  /** Kept nowhere: who is told it is the only one who has it. */
  readonly token: string;
  readonly sha256: string;
  /** What `api.tokens` has to be: the tokens that there are, and this one. */
  readonly tokens: readonly ApiToken[];
}

/** A token of 256 bits of chance, and what the configuration keeps of it. Writes nothing. @throws api.token-name, config.* */
export function makeToken(
  host: Host,
  input: SettingsInput,
  { name, scope }: TokenRequest,
  random: SecretRandom = createSecretRandom(),
): MadeToken {
  const known = readConfig(host, input).values["api.tokens"];
  if (!isTokenName(name)) throw fail("api.token-name", { name, reason: "it is not of that form" });
  if (known.some((token) => token.name === name))
    throw fail("api.token-name", { name, reason: "there is one of that name" });
  const token = `${PREFIX}${Buffer.from(random.bytes(BYTES)).toString("base64url")}`;
  const sha256 = hashOf(token);
  return { name, scope, token, sha256, tokens: [...known, { name, scope, sha256 }] };
}
