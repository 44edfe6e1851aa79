import { asTidemarkError, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import { parseMoneyWorksUrl } from "../../moneyworks/parse-url.ts";
import type { DoctorScene } from "../doctor/scene.ts";
import { type Address, isUrl, readAddress, urlOf } from "./address.ts";
import type { Draft } from "./draft.ts";
import { type Talk, untilRight } from "./talk.ts";

/** Asks until MoneyWorks answers. @returns what the checks look at @throws what nobody is there to correct */
export async function meetMoneyWorks(talk: Talk, draft: Draft, look: () => DoctorScene): Promise<DoctorScene> {
  return await untilRight(talk, { isAboutAnswers, correct: (code) => correct(code, talk, draft) }, async () => {
    await complete(talk, draft);
    const scene = look();
    await scene.contact.get();
    return scene;
  });
}

function isAboutAnswers({ code }: TidemarkError): boolean {
  return code.startsWith("moneyworks.") || code === "config.bad-certificates";
}

/** Asks for what was not said yet: the address, the document, the user, the password. */
async function complete(talk: Talk, draft: Draft): Promise<void> {
  const { values } = draft.config();
  const url = values["moneyworks.url"];
  if (url === null)
    return setAddress(draft, await askAddress(talk, "MoneyWorks (URL of the document, or the server): "), talk);
  const code = faultOf(url, values["moneyworks.password"]);
  if (code === "moneyworks.url-no-password" || code === "moneyworks.url-no-user") {
    const address = readAddress(url);
    if (address instanceof TidemarkError) throw address;
    await setAddress(draft, address, talk);
  }
}

function faultOf(url: string, password: string | null): string | null {
  try {
    parseMoneyWorksUrl(url, password);
    return null;
  } catch (reason) {
    return asTidemarkError(reason).code;
  }
}

async function askAddress(talk: Talk, question: string): Promise<Address> {
  for (;;) {
    const address = readAddress(await talk.ask(question));
    if (!(address instanceof TidemarkError)) return address;
    talk.tell(address);
  }
}

async function setAddress(draft: Draft, said: Address, talk: Talk): Promise<void> {
  const document = said.document ?? (await askFor(talk, "Document (its name, with folders): "));
  const user = said.user ?? (await askFor(talk, "User: "));
  const known = said.password ?? draft.config().values["moneyworks.password"];
  const password = known ?? (await talk.secret(`Password of ${user}: `));
  draft.set("moneyworks.url", urlOf({ ...said, document, user, password }));
  draft.set("moneyworks.password", password);
}

/** An empty line is no answer. */
async function askFor(talk: Talk, question: string): Promise<string> {
  for (;;) {
    const text = await talk.ask(question);
    if (text !== "") return text;
  }
}

/** Just the answer that was wrong is asked for again; Enter leaves it as it is. */
async function correct(code: string, talk: Talk, draft: Draft): Promise<void> {
  const { values } = draft.config();
  const now = current(values["moneyworks.url"] ?? "", values["moneyworks.password"]);
  if (now === null) return setAddress(draft, await askAddress(talk, "MoneyWorks: "), talk);
  if (code === "moneyworks.login") {
    const user = (await talk.ask(`User [${now.user}]: `)) || now.user;
    return set(draft, { ...now, user, password: await talk.secret(`Password of ${user}: `) });
  }
  if (code === "moneyworks.no-document" || code === "moneyworks.not-found") {
    return set(draft, { ...now, document: (await talk.ask(`Document [${now.document}]: `)) || now.document });
  }
  if (code === "moneyworks.folder-login-required") {
    return draft.set("moneyworks.folder_password", await talk.secret("Password of the document's folder: "));
  }
  if (code === "moneyworks.tls" || code === "config.bad-certificates") {
    const said = await talk.ask("File with the authority's certificate, or another address: ");
    if (said !== "" && !isUrl(said)) return draft.set("moneyworks.ca", said);
    draft.clear("moneyworks.ca");
    if (said !== "") return takeAddress(said, now, talk, draft);
  }
  takeAddress(await talk.ask(`Address [${now.origin}]: `), now, talk, draft);
}

function takeAddress(text: string, now: Address, talk: Talk, draft: Draft): void {
  const address = text === "" ? null : readAddress(text);
  if (address instanceof TidemarkError) talk.tell(address);
  if (address === null || address instanceof TidemarkError) return;
  const { origin, document, user, password } = address;
  set(draft, {
    ...{ origin, document: document ?? now.document, user: user ?? now.user },
    password: password ?? now.password,
  });
}

function current(url: string, password: string | null): Address | null {
  try {
    const { origin, document, login } = parseMoneyWorksUrl(url, password);
    return { origin, document, user: login.name, password: login.password.reveal() };
  } catch {
    return null;
  }
}

function set(draft: Draft, address: Address): void {
  draft.set("moneyworks.url", urlOf(address));
  draft.set("moneyworks.password", address.password ?? "");
}
