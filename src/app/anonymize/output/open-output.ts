import type { OutputHeader } from "../../../../anonymizer/model/header.ts";
import { derivedUuid } from "../../../../anonymizer/values/keys.ts";
import type { Files } from "../../../domain/ports/files.ts";
import type { RunOrder } from "../run.ts";
import { canonicalOutput } from "./canonical.ts";
import { exportsOutput, snapshotOutput } from "./exports.ts";
import type { Output } from "./outputs.ts";

/** The output that was asked for. */
export function openOutput({ request, target, secret }: RunOrder, header: OutputHeader, files: Files): Output {
  if (request.as === "exports") return exportsOutput(target, header, files);
  if (request.as === "canonical") return canonicalOutput(target, files);
  return snapshotOutput(target, snapshotHead(secret, header), files);
}

/** The first line of a snapshot. */
export function snapshotHead(secret: Uint8Array, header: OutputHeader): object {
  return { format: "tidemark-simulator", version: 2, uuid: derivedUuid(secret), anonymized: header };
}
