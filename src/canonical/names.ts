import { fail } from "../domain/errors/tidemark-error.ts";

const NAME = /^[A-Za-z][A-Za-z0-9._]{0,79}$/;

/**
 * The element name of a field, row or record in canonical XML. Names come from the server and end up in markup, paths
 * and logs, so only plain ones are taken: letters, digits, dot, underscore, at most 80; capitals become small.
 * @throws canonical.bad-name
 */
export function elementName(name: string): string {
  return vendorName(name).toLowerCase();
}

/** A name in the vendor's own capitalisation: `<subfile name="Detail">`. @throws canonical.bad-name */
export function vendorName(name: string): string {
  if (!NAME.test(name)) throw fail("canonical.bad-name", { name: name.slice(0, 80) });
  return name;
}
