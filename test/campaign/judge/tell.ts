import type { Held } from "./caches.ts";
import type { True } from "./contents.ts";

/** Where what is mirrored of a record is not what MoneyWorks holds. */
export function tell(name: string, wanted: True | undefined, is: Held | undefined): string {
  if (wanted === undefined) return `${name} (${is?.number}) should not be there`;
  if (is === undefined) return `${name} (${wanted.number}) is missing, stamped ${wanted.stamp}`;
  const [should, does] = [wanted, is].map(({ text }) => new Map<string, string>(JSON.parse(text)));
  const fields = [...new Set([...(should?.keys() ?? []), ...(does?.keys() ?? [])])].filter(
    (field) => should?.get(field) !== does?.get(field),
  );
  const texts = fields.slice(0, 3).map((field) => `${field} is ${does?.get(field)} instead of ${should?.get(field)}`);
  return `${name} (${wanted.number}), stamped ${wanted.stamp}: ${texts.join(", ")}`;
}

export function causeOf(error: Error): string {
  const { cause } = error;
  return cause instanceof Error
    ? ` <- ${cause.name}: ${cause.message} ${(cause.stack ?? "").split("\n")[1]?.trim() ?? ""}`
    : "";
}
