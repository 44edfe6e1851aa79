/**
 * `truncated`: the bytes ended too early. `malformed`: they are not what the protocol allows. `refused`: the service
 * said `ERR` before it did anything. `fatal`: it gave up halfway and said so on side-band 3.
 */
export type FaultKind = "truncated" | "malformed" | "refused" | "fatal";

/**
 * The parsers' own error: they know neither the address nor what was asked. Whoever called them turns it into a
 * coded error with both. `message` is a clause that fits after "the answer is not git's protocol:".
 */
export class ProtocolFault extends Error {
  override readonly name = "ProtocolFault";
  readonly kind: FaultKind;
  constructor(kind: FaultKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
