import type { Check, Proof } from "./checks/check.ts";
import { withFixture } from "./fixture.ts";

/**
 * Shows that a check can fail: it passes a sound project, and fails each of its proofs saying what is wrong.
 * @returns what was not as it should be; empty when everything was
 */
export async function prove(repository: string, check: Check): Promise<string[]> {
  if (check.proofs.length === 0) return [`${check.name} has no proof that it can fail`];
  const problems: string[] = [];
  const sound = await withFixture(repository, {}, (project) => check.run(project));
  if (!sound.ok) problems.push(`${check.name} fails a sound project:\n${sound.text}`);
  for (const proof of check.proofs) {
    const problem = await tryProof(repository, check, proof);
    if (problem !== null) problems.push(problem);
  }
  return problems;
}

async function tryProof(repository: string, check: Check, { name, files, says }: Proof): Promise<string | null> {
  const { ok, text } = await withFixture(repository, files, (project) => check.run(project));
  if (ok) return `${check.name} passes ${name}:\n${text}`;
  return says.test(text) ? null : `${check.name} fails ${name} without saying ${says}:\n${text}`;
}
