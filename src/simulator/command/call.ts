import type { SimUser } from "../options.ts";
import type { ServerState } from "../server-state.ts";

/** One command on the document, after the client got in. */
export interface Call {
  readonly state: ServerState;
  readonly user: SimUser;
  readonly method: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly body: string;
}
