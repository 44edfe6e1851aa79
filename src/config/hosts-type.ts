import type { ValueType } from "./option.ts";
import { textsOf, wrongType } from "./value-types.ts";

const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
const HOST = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`);

/** Names of hosts, in lower case, without ports. */
export const hostsType: ValueType<readonly string[]> = {
  expected: "names of hosts without ports, such as tidemark.example",
  placeholder: "HOST,…",
  parse(raw) {
    const hosts = textsOf(raw)?.map((host) => host.toLowerCase());
    if (hosts === undefined) return wrongType(this.expected, raw);
    const wrong = hosts.find((host) => !HOST.test(host));
    return wrong === undefined ? { value: hosts } : wrongType(this.expected, { kind: "text", value: wrong });
  },
  format: (hosts) => hosts.join(","),
};
