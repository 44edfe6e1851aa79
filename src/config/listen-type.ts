import type { ValueType } from "./option.ts";
import { wrongType } from "./value-types.ts";

/** Where to listen. */
export interface ListenAddress {
  /** An IP address without brackets, or localhost. */
  readonly hostname: string;
  readonly port: number;
}

const ADDRESS = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+|localhost)):(\d{1,5})$/i;

/** `127.0.0.1:8080`, `[::1]:8080`, or `off`: null. */
export const listenType: ValueType<ListenAddress | null> = {
  expected: "an address with its port, such as 127.0.0.1:8080 or [::1]:8080, or off",
  placeholder: "HOST:PORT",
  parse(raw) {
    if (raw.value === "off") return { value: null };
    const [, six, four, digits] = (typeof raw.value === "string" ? ADDRESS.exec(raw.value) : null) ?? [];
    const hostname = six ?? four;
    const port = Number(digits);
    if (hostname === undefined || port > 65_535) return wrongType(this.expected, raw);
    if (four !== undefined && four !== "localhost" && !isIpv4(four)) return wrongType(this.expected, raw);
    return { value: { hostname: hostname.toLowerCase(), port } };
  },
  format: (address) => (address === null ? "off" : addressText(address)),
};

export function addressText({ hostname, port }: ListenAddress): string {
  return `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}
