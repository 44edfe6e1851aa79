import type { OutputHeader } from "../../../../anonymizer/model/header.ts";
import { assembled } from "../../../../anonymizer/writing/assemble.ts";
import type { TableName } from "../../../domain/ids.ts";
import type { Files, FileWriter } from "../../../domain/ports/files.ts";
import { SCHEMA } from "../../../domain/schema/schema.ts";
import type { Target } from "../spool/target.ts";
import { finishedFile, writeText } from "./finished-file.ts";
import { headerComment } from "./header.ts";
import type { Output } from "./outputs.ts";

/** A file of XML a table, as a Datacentre answers an export of all its records. */
export function exportsOutput(target: Target, header: OutputHeader, files: Files): Output {
  const fileOf = (table: TableName) => `${table}.xml`;
  return {
    fileOf,
    isWhole: (table) => files.exists(`${target.path}/${fileOf(table)}`),
    write: (table, spool, onRecords) => {
      const order = { files, partial: `${target.parts}/${fileOf(table)}`, path: `${target.path}/${fileOf(table)}` };
      finishedFile(order, (file) => {
        const index = spool.index();
        writeText(file, `<?xml version="1.0"?>\n${headerComment(header)}\n${startTag(table, index.count)}\n`);
        for (const piece of assembled(index, (into, offset) => spool.read(into, offset))) file.write(piece);
        writeText(file, "</table>\n");
        onRecords(index.count);
      });
    },
    finish: () => {},
  };
}

function startTag(table: TableName, count: number): string {
  return `<table name="${SCHEMA.get(table)?.name ?? table}" count="${count}" start="0" found="${count}">`;
}

export const SNAPSHOT = "snapshot.jsonl";

/** A company for the simulator in one file: a line of JSON for each record. */
export function snapshotOutput(target: Target, first: object, files: Files): Output {
  const name = SNAPSHOT;
  let lines: FileWriter | null = null;
  const partial = `${target.parts}/${name}`;
  const open = () => {
    files.remove(partial);
    const file = files.create(partial);
    files.makePrivate(partial);
    writeText(file, `${JSON.stringify(first)}\n`);
    return file;
  };
  return {
    fileOf: () => name,
    isWhole: () => files.exists(`${target.path}/${name}`),
    write: (_, spool, onRecords) => {
      lines ??= open();
      const index = spool.index();
      for (const piece of assembled(index, (into, offset) => spool.read(into, offset))) lines.write(piece);
      onRecords(index.count);
    },
    finish: () => {
      if (files.exists(`${target.path}/${name}`)) return;
      const file = lines ?? open();
      file.sync();
      file.close();
      files.rename(partial, `${target.path}/${name}`);
      files.syncDirectory(target.path);
    },
  };
}
