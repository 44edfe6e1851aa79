import { fail } from "../domain/errors/tidemark-error.ts";
import { createRedactor } from "../lib/redact.ts";
import type { Endpoint, Login } from "./endpoint.ts";
import { Secret } from "./secret.ts";

/** Folder-level log-in, for servers that advertise `Login_Required`. */
export interface FolderOptions {
  /** Path of the folder with plain `/`, or `root`; default: the folder that holds the document. */
  readonly folder?: string | null | undefined;
  readonly folderPassword?: string | null | undefined;
}

/** null: nothing is configured, and only the document's own log-in is sent. @throws `moneyworks.folder` */
export function folderLogin(endpoint: Endpoint, { folder, folderPassword }: FolderOptions): Login | null {
  if (!folder && !folderPassword) return null;
  const name = folder || endpoint.document.split("/").slice(0, -1).join("/") || "root";
  if (name.includes(":")) throw fail("moneyworks.folder", { folder: name });
  return { name, password: new Secret(folderPassword ?? "") };
}

/**
 * The `Authorization` header: `user:Document:password`, and before it `folder:Datacentre:password` where the folder
 * has a log-in of its own, joined by a comma (MoneyWorks Datacentre REST API, "Authentication").
 */
export function authorization(endpoint: Endpoint, folder: Login | null): string {
  const own = basic(endpoint.login, "Document");
  return folder === null ? own : `${basic(folder, "Datacentre")}, ${own}`;
}

function basic({ name, password }: Login, realm: string): string {
  return `Basic ${Buffer.from(`${name}:${realm}:${password.reveal()}`, "utf8").toString("base64")}`;
}

/** Takes the passwords and the header's tokens out of a text that the server or the network layer wrote. */
export function loginRedactor(endpoint: Endpoint, folder: Login | null): (text: string) => string {
  const tokens = authorization(endpoint, folder)
    .split(", ")
    .map((header) => header.slice("Basic ".length));
  return createRedactor([...tokens, endpoint.login.password.reveal(), folder?.password.reveal() ?? ""]);
}
