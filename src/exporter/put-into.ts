import { deflate } from "../canonical/blob.ts";
import type { PackWriter } from "./pack/pack-writer.ts";
import type { Put } from "./rebuild-trees.ts";
import { objectId } from "./repository/loose-object.ts";

/** Objects into a pack that is being written. */
export function putInto(writer: PackWriter): Put {
  return (type, bytes) => {
    const oid = objectId({ type, bytes });
    writer.add({ type, oid, size: bytes.length, body: deflate(bytes) });
    return oid;
  };
}
