import type { FileReader } from "../domain/ports/files.ts";

const CHUNK = 1 << 20;

/**
 * The lines of a UTF-8 file without their line ends, however large it is; what follows the last line end is a line
 * unless it is empty. Closes the file. @throws TypeError for bytes that are not UTF-8
 */
export function* textLines(file: FileReader): Generator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const buffer = new Uint8Array(CHUNK);
  let rest = "";
  try {
    for (let offset = 0; ; ) {
      const read = file.read(buffer, offset);
      offset += read;
      const text = rest + decoder.decode(buffer.subarray(0, read), { stream: read > 0 });
      const lines = text.split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
      if (read === 0) break;
    }
    if (rest !== "") yield rest;
  } finally {
    file.close();
  }
}
