import type { Config } from "../../config/load.ts";
import { parseMoneyWorksUrl } from "../../moneyworks/parse-url.ts";
import { versionInfo } from "../version.ts";
import type { Speaker } from "./message-text.ts";

/**
 * Who speaks in messages of this configuration. The address is parsed and not cut: its last part may begin with a log-in.
 * @throws moneyworks.url-*
 */
export function speakerOf({ values }: Pick<Config, "values">): Speaker {
  const url = values["moneyworks.url"];
  const document = url === null ? "(no document)" : parseMoneyWorksUrl(url, values["moneyworks.password"]).document;
  return { document, version: versionInfo().version, dataDirectory: values.data };
}
