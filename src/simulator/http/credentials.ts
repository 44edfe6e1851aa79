/** What a client presented, whichever of the documented forms it used. */
export interface Credentials {
  /** `user:Document:password` (manual), or two-part `user:password` (observed). */
  readonly documents: readonly DocumentCredentials[];
  /** `folder path:Datacentre:folder password` (manual), or two-part beside URL credentials. */
  readonly folders: readonly FolderCredentials[];
}

export interface DocumentCredentials {
  readonly user: string;
  readonly password: string;
}

export interface FolderCredentials {
  readonly path: string;
  readonly password: string;
}

/**
 * Reads HTTP Basic credentials. Two levels arrive as two headers or as one joined by a comma, in any order; HTTP
 * libraries join repeated headers the same way.
 * @param header the `Authorization` header, or null
 * @param inUrl credentials before the document in the URL: a two-part header then counts as the folder's
 */
export function readCredentials(header: string | null, inUrl: DocumentCredentials | null): Credentials {
  const documents: DocumentCredentials[] = inUrl === null ? [] : [inUrl];
  const folders: FolderCredentials[] = [];
  for (const token of (header ?? "").split(",")) {
    const text = decodeBasic(token);
    if (text === null) continue;
    const { first, level, rest } = takeApart(text);
    if (level === "datacentre") folders.push({ path: first, password: rest });
    else if (level === "plain" && inUrl !== null) folders.push({ path: first, password: rest });
    else documents.push({ user: first, password: rest });
  }
  return { documents, folders };
}

/** User names and passwords are case-insensitive (manual). */
export function sameSecret(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function takeApart(text: string): { first: string; level: "document" | "datacentre" | "plain"; rest: string } {
  const [first = "", middle = "", ...more] = text.split(":");
  const level = middle.toLowerCase();
  if (more.length > 0 && (level === "document" || level === "datacentre")) {
    return { first, level, rest: more.join(":") };
  }
  return { first, level: "plain", rest: [middle, ...more].join(":") };
}

function decodeBasic(token: string): string | null {
  const match = /^(?:Basic\s+)?([A-Za-z0-9+/=_-]+)$/i.exec(token.trim());
  if (match === null) return null;
  return Buffer.from(match[1] ?? "", "base64").toString("utf8");
}
