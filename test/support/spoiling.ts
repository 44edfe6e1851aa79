import { Database } from "bun:sqlite";
import { readFileSync, writeFileSync } from "node:fs";

/** Changes a file. @returns what puts it back as it was */
export function spoil(path: string, change: (path: string) => void): () => void {
  const bytes = readFileSync(path);
  change(path);
  return () => writeFileSync(path, bytes);
}

/** Changes a SQLite file by a statement. @returns what puts it back as it was */
export function sql(path: string, statement: string): () => void {
  return spoil(path, () => {
    const database = new Database(path);
    database.exec(statement);
    database.close();
  });
}
