import type { Secret } from "./secret.ts";

/** User and password, as one level of MoneyWorks' HTTP Basic log-in. `name` is a user, or a folder path. */
export interface Login {
  readonly name: string;
  readonly password: Secret;
}

/** One document on one Datacentre server, and who asks for it. */
export interface Endpoint {
  /** Scheme, host and port, always with the port: `https://books.example:6710`. */
  readonly origin: string;
  /** Path of the document on the server, decoded, folders separated by `/`: `Clients/Acme.moneyworks`. */
  readonly document: string;
  readonly login: Login;
}

/** The document and where it is, whoever asks for it. */
export function nameDocument({ origin, document }: Pick<Endpoint, "origin" | "document">): string {
  return `${document} on ${origin}`;
}

/** What logs and errors call the document; holds nothing secret. */
export function describeEndpoint({ login, ...endpoint }: Endpoint): string {
  return `${nameDocument(endpoint)} as ${login.name === "" ? "(no user)" : login.name}`;
}
