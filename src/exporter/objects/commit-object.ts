import type { Oid } from "../../domain/ids.ts";

export interface Identity {
  readonly name: string;
  readonly email: string;
}

export interface NewCommit {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  /** Author and committer. */
  readonly identity: Identity;
  /** Milliseconds since 1970 UTC; git keeps whole seconds. */
  readonly at: number;
  readonly subject: string;
  readonly body: readonly string[];
  readonly trailers: readonly { readonly name: string; readonly value: string }[];
}

export interface CommitObject {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  /** Committer time, milliseconds since 1970 UTC. */
  readonly at: number;
}

/** Line ends would break the message's form, and git refuses a NUL. */
const CONTROL = /\p{Cc}/gu;

/**
 * The bytes of a commit object. The message is the subject, the body's lines, and the trailers as the last paragraph
 * (git-interpret-trailers); times carry the zone +0000.
 */
export function encodeCommit(commit: NewCommit): Uint8Array {
  const stamp = `${commit.identity.name} <${commit.identity.email}> ${Math.floor(commit.at / 1000)} +0000`;
  const head = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${stamp}`,
    `committer ${stamp}`,
  ];
  const trailers = commit.trailers.map(({ name, value }) => `${name}: ${value}`);
  const paragraphs = [[commit.subject], commit.body, trailers].filter((lines) => lines.length > 0);
  const message = paragraphs.map((lines) => `${lines.map(oneLine).join("\n")}\n`).join("\n");
  return new TextEncoder().encode(`${head.join("\n")}\n\n${message}`);
}

function oneLine(text: string): string {
  return text.replace(CONTROL, " ");
}

/** What the chain of commits needs of one; null when the bytes are no commit. */
export function parseCommit(bytes: Uint8Array): CommitObject | null {
  const text = new TextDecoder().decode(bytes);
  const head = text.slice(0, text.indexOf("\n\n") + 1);
  const tree = /^tree ([0-9a-f]{40})\n/.exec(head)?.[1];
  const seconds = /^committer .*> (-?\d+) [+-]\d{4}\n/m.exec(head)?.[1];
  if (tree === undefined || seconds === undefined) return null;
  const parents = [...head.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, parent]) => parent as Oid);
  return { tree: tree as Oid, parents, at: Number(seconds) * 1000 };
}
