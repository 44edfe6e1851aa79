import type { Problem } from "../../src/api/contract/problem.ts";
import { hashOf } from "../../src/api/security/tokens.ts";
import type { ApiServer } from "./api-server.ts";
import type { FakeService } from "./fake-service/fake-service.ts";

/** What the API lets in, in tests of who may do what. */
export const TOKENS = [
  { name: "reader", scope: "read", sha256: hashOf("token-of-reader") },
  { name: "runner", scope: "sync", sha256: hashOf("token-of-runner") },
  { name: "writer", scope: "write", sha256: hashOf("token-of-writer") },
] as const;
/** A proxy passed it on. */
export const ELSEWHERE = { "x-forwarded-for": "192.0.2.7" };

/** Headers of somebody elsewhere with a token. */
export function as(name: string) {
  return { ...ELSEWHERE, authorization: `Bearer token-of-${name}` };
}

/** An answer, with the code of its error; null: it is none. */
export async function asked(api: ApiServer<FakeService>, path: string, init: RequestInit = {}) {
  const response = await api.get(path, init);
  const isProblem = response.headers.get("content-type") === "application/problem+json";
  return { response, status: response.status, code: isProblem ? await codeOf(response) : null };
}

export async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as Problem).code;
}
