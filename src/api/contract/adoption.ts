import { Type } from "@sinclair/typebox";
import { Count, nullable, OidText, Time, type Wire, words } from "./basics.ts";

export const AdoptSide = words("theirs", "ours");

/** What keeps runs from going on, and what would be done about it. `POST /sync/adopt` without `confirm`. */
export const Proposal = Type.Object({
  side: AdoptSide,
  /** For `?confirm=`: it stands for what was found here. */
  word: Type.String(),
  findings: Type.Array(
    Type.Object({
      place: words("remote", "local"),
      kind: words("moved", "rewritten", "set-back", "gone"),
      ref: Type.String(),
      head: nullable(OidText),
      commits: nullable(
        Type.Object({
          newest: Type.Array(Type.Object({ commit: OidText, author: Type.String(), at: Time, subject: Type.String() })),
          total: Count,
        }),
      ),
      files: nullable(Type.Object({ first: Type.Array(Type.String()), total: Count })),
    }),
  ),
  /** A document that is not proven to be the mirrored one. */
  document: nullable(
    Type.Object({
      code: Type.String(),
      message: Type.String(),
      known: nullable(Type.String()),
      found: nullable(Type.String()),
      name: Type.String(),
    }),
  ),
});
export type Proposal = Wire<typeof Proposal>;

/** `POST /sync/adopt`. Exactly one of the two is there, or neither: nothing stood in the way. */
export const Adoption = Type.Object({
  proposal: nullable(Proposal),
  adopted: nullable(
    Type.Object({ commit: nullable(OidText), asides: Type.Array(Type.String()), pushed: Type.Boolean() }),
  ),
});
export type Adoption = Wire<typeof Adoption>;
