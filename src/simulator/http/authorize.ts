import type { SimUser, SimulatorOptions } from "../options.ts";
import { type Answer, diagnostic, NOT_FOUND, UNAUTHORIZED } from "./answer.ts";
import { type Credentials, sameSecret } from "./credentials.ts";

/** Who may do what on this server. */
export interface Access {
  readonly document: string;
  readonly users: readonly SimUser[];
  readonly folder: SimulatorOptions["folder"];
}

const ANYBODY: SimUser = { user: "", password: "", initials: "RB" };

/** Folder credentials, needed only where folder login is on (manual). @returns null when they suffice */
export function checkFolder(access: Access, given: Credentials): Answer | null {
  const folder = access.folder;
  if (folder === undefined) return null;
  if (given.folders.length === 0) return UNAUTHORIZED;
  const named = given.folders.filter((each) => each.path === folder.path);
  if (named.length === 0) return NOT_FOUND;
  return named.some((each) => sameSecret(each.password, folder.password)) ? null : UNAUTHORIZED;
}

/**
 * Opens the document for a user. The `DoConnect` codes of a wrong password (-1) and of an unknown document (-43) are
 * observed at second hand; their status is inferred.
 */
export function openDocument(access: Access, name: string, given: Credentials): SimUser | Answer {
  if (!isDocument(access.document, name))
    return diagnostic("The document could not be opened.", "DoConnect failed -43");
  const refused = checkFolder(access, given);
  if (refused !== null) return refused;
  if (access.users.length === 0) return ANYBODY;
  if (given.documents.length === 0) return UNAUTHORIZED;
  const user = access.users.find((each) =>
    given.documents.some((one) => sameSecret(one.user, each.user) && sameSecret(one.password, each.password)),
  );
  return user ?? diagnostic("The user name or password is not right.", "DoConnect failed -1");
}

/** With or without the suffix (the manual shows both), letter case kept (manual: URIs are case-sensitive). */
function isDocument(document: string, name: string): boolean {
  return name === document || `${name}.moneyworks` === document;
}
