import { isAbsolute } from "node:path";
import { fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import { parseRemoteUrl } from "../../exporter/remote/remote-url.ts";
import { branchCheck } from "../doctor/checks/branch.ts";
import type { DoctorScene } from "../doctor/scene.ts";
import { isUrl } from "./address.ts";
import type { Draft } from "./draft.ts";
import { type Talk, untilRight } from "./talk.ts";

/** Asks until the repository lets us in and its branch is free or ours. @throws what nobody is there to correct */
export async function meetRemote(talk: Talk, draft: Draft, look: () => DoctorScene): Promise<DoctorScene> {
  return await untilRight(talk, { isAboutAnswers, correct: (code) => correct(code, talk, draft) }, async () => {
    await complete(talk, draft);
    const scene = look();
    await scene.refs.get();
    await requireOwnBranch(scene);
    return scene;
  });
}

const TOKENS: ReadonlySet<string> = new Set([
  "remote.unauthorised",
  "remote.forbidden",
  "remote.bad-token",
  "config.missing-token",
]);

function isAboutAnswers({ code }: TidemarkError): boolean {
  return (
    code.startsWith("remote.") ||
    code === "init.unclear-repository" ||
    code === "config.bad-certificates" ||
    TOKENS.has(code)
  );
}

/** Another's history is found out by its newest commit alone: no more of it is asked for. @throws remote.foreign-history */
async function requireOwnBranch(scene: DoctorScene): Promise<void> {
  const { target, name } = await scene.remote.get();
  const judged = await branchCheck.run(scene);
  if (judged === null || Symbol.asyncIterator in judged || judged.state !== "fail") return;
  const ref = `refs/heads/${target.branch}`;
  const found = (await scene.refs.get()).get(ref) ?? null;
  throw fail("remote.foreign-history", { ref, url: name, found, commits: "" });
}

async function complete(talk: Talk, draft: Draft): Promise<void> {
  if (draft.config().values["remote.url"] === null)
    await askUrl(talk, draft, "Repository (URL, with #branch; or a directory): ");
  const { values } = draft.config();
  const target = parseRemoteUrl(values["remote.url"] ?? "");
  if (target.kind === "http" && values["remote.token"] === null) await askToken(talk, draft);
}

async function askUrl(talk: Talk, draft: Draft, question: string): Promise<void> {
  const text = await talk.ask(question);
  if (text !== "") takeUrl(text, draft);
}

function takeUrl(text: string, draft: Draft): void {
  requireMeant(text);
  draft.set("remote.url", text);
}

/**
 * An address without https:// reads as a directory below the current one, and so does a token at the wrong question.
 * @throws remote.*, init.unclear-repository
 */
function requireMeant(url: string): void {
  const target = parseRemoteUrl(url);
  if (target.kind === "http" || isAbsolute(target.path) || /^\.{1,2}[/\\]/.test(target.path)) return;
  throw fail("init.unclear-repository", { url });
}

async function askToken(talk: Talk, draft: Draft): Promise<void> {
  draft.set("remote.token", (await talk.secret("Access token that may push there: ")).trim());
}

/** Just the answer that was wrong is asked for again; Enter leaves it as it is. */
async function correct(code: string, talk: Talk, draft: Draft): Promise<void> {
  if (TOKENS.has(code)) return askToken(talk, draft);
  if (code === "remote.tls" || code === "config.bad-certificates") {
    const said = await talk.ask("File with the authority's certificate, or another address: ");
    if (said !== "" && !isUrl(said)) return draft.set("remote.ca", said);
    draft.clear("remote.ca");
    if (said !== "") return orTold(talk, () => takeUrl(said, draft));
  }
  const now = draft.config().values["remote.url"];
  await orTold(talk, () => askUrl(talk, draft, now === null ? "Repository: " : `Repository [${shown(now)}]: `));
}

async function orTold(talk: Talk, work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (reason) {
    if (!(reason instanceof TidemarkError) || !isAboutAnswers(reason)) throw reason;
    talk.tell(reason);
  }
}

/** An address that was refused may have a token in it. */
function shown(url: string): string {
  return url.replace(/\/\/[^/?#]*@/, "//");
}
