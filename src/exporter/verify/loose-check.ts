import type { Oid } from "../../domain/ids.ts";
import { reasonOf } from "../../domain/verification.ts";
import { oidBytes } from "../pack/oid-bytes.ts";
import { objectId, readLooseObject } from "../repository/loose-object.ts";
import type { PackCheck } from "./pack-check.ts";

const FAN_OUT = /^[0-9a-f]{2}$/;
const REST = /^[0-9a-f]{38}$/;

/** Looks at every object that git keeps in a file of its own. One that is packed meanwhile is passed over. */
export async function checkLooseObjects(objects: string, check: PackCheck): Promise<void> {
  const { files, pauses } = check;
  for (const directory of files.list(objects).filter((name) => FAN_OUT.test(name))) {
    for (const name of files.list(`${objects}/${directory}`).filter((rest) => REST.test(rest))) {
      const bytes = checkLooseObject(objects, `${directory}${name}` as Oid, check);
      if (pauses.due(bytes)) await pauses.take();
    }
  }
}

function checkLooseObject(objects: string, oid: Oid, { files, known, report }: PackCheck): number {
  const damaged = (reason: string): void => report.found("object-damaged", oid, `The loose object ${reason}.`);
  report.looked({ objects: 1 });
  try {
    const object = readLooseObject(files, objects, oid);
    if (object === null) return 0;
    report.looked({ bytes: object.bytes.length });
    if (objectId(object) === oid) known.add(oidBytes(oid), object.type);
    else damaged("is another one than its name says");
    return object.bytes.length;
  } catch (error) {
    damaged(`cannot be read (${reasonOf(error)})`);
    return 0;
  }
}
