import type { TableSchema } from "../../domain/schema/schema.ts";

/** What a client may call a record that has no key yet: it is told apart without letter case, as MoneyWorks compares texts. */
export const CLIENT_ID = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;

/** Letters that cannot be taken for each other. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * What the user field of a new record holds, so that it can be found again: `tidemark:inv-7`; where the field is too short for
 * that, `tm-` and twelve letters of the id's SHA-256. One id has one text for ever, in whatever commit it comes.
 */
export function importId({ field: fields }: TableSchema, field: string, clientId: string): string {
  const plain = `tidemark:${clientId}`;
  const size = fields.get(field)?.size ?? 0;
  return size === 0 || plain.length <= size ? plain : `tm-${shortHash(clientId)}`;
}

/** Whether a text is such an id: in any letters, as MoneyWorks may write it. */
export function isImportId(text: string | null): boolean {
  return text !== null && /^(?:tidemark:|tm-[0-9a-z]{12}$)/i.test(text);
}

function shortHash(text: string): string {
  const hash = new Bun.CryptoHasher("sha256").update(text).digest();
  return Array.from(hash.subarray(0, 12), (byte) => ALPHABET[byte & 31]).join("");
}
