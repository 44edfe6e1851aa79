import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { EventStreamParser, type StreamMessage } from "../../../src/sdk/event-stream.ts";

const encoder = new TextEncoder();

/** The messages of a stream that arrives in these pieces. */
function read(...pieces: (string | Uint8Array)[]): StreamMessage[] {
  const parser = new EventStreamParser();
  return pieces.flatMap((piece) => parser.push(typeof piece === "string" ? encoder.encode(piece) : piece));
}

const data = (messages: readonly StreamMessage[]) => messages.map((message) => message.data);

describe("messages", () => {
  test("a name, data and an id", () => {
    expect(read("event: status\nid: 7\ndata: {}\n\n")).toEqual([{ event: "status", data: "{}", lastId: "7" }]);
  });

  test("several lines of data are one text", () => {
    expect(data(read("data: one\ndata: two\ndata:\ndata: four\n\n"))).toEqual(["one\ntwo\n\nfour"]);
  });

  test("one blank behind the colon is not data, a second one is", () => {
    expect(data(read("data:a\n\ndata: b\n\ndata:  c\n\n"))).toEqual(["a", "b", " c"]);
  });

  test("comments and fields that nobody knows are passed over", () => {
    expect(data(read(": still here\n\n:\ncolour: red\ndata: a\n\n"))).toEqual(["a"]);
  });

  test("a name without data is no message, and is gone with the next blank line", () => {
    expect(read("event: status\n\ndata: a\n\n")).toEqual([{ event: "message", data: "a", lastId: "" }]);
  });

  test("an id stays until the next one, and one with a NUL is none", () => {
    const messages = read("id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid\ndata: d\n\n");
    expect(messages.map(({ lastId }) => lastId)).toEqual(["1", "1", "1", ""]);
  });

  test("an id alone counts for the next message", () => {
    expect(read("id: 5\n\ndata: a\n\n")).toEqual([{ event: "message", data: "a", lastId: "5" }]);
  });

  test("what no blank line ends is dropped", () => {
    expect(read("data: a\n\ndata: b\n")).toHaveLength(1);
  });

  test("a byte order mark is no part of the first field", () => {
    expect(data(read(new Uint8Array([0xef, 0xbb, 0xbf]), "data: a\n\n"))).toEqual(["a"]);
  });

  test("retry is digits, and nothing else", () => {
    const parser = new EventStreamParser();
    parser.push(encoder.encode("retry: 1500\n"));
    expect(parser.retryMs).toBe(1500);
    parser.push(encoder.encode("retry: -1\nretry: 2s\n"));
    expect(parser.retryMs).toBe(1500);
  });

  test("it goes on behind the id that it was given", () => {
    const parser = new EventStreamParser("41");
    expect(parser.push(encoder.encode("data: a\n\n"))).toMatchObject([{ lastId: "41" }]);
  });
});

describe("pieces", () => {
  test("LF, CR and CRLF end lines, each alone and mixed", () => {
    expect(data(read("data: a\r\n\r\ndata: b\r\rdata: c\n\ndata: d\r\n\n"))).toEqual(["a", "b", "c", "d"]);
  });

  test("a CRLF in two pieces ends one line", () => {
    expect(data(read("data: a\r", "\n\r", "\ndata: b\r", "\r"))).toEqual(["a", "b"]);
  });

  test("a character in two pieces", () => {
    const bytes = encoder.encode("data: Mātauranga 🌊\n\n");
    for (let at = 1; at < bytes.length; at++) {
      expect(data(read(bytes.slice(0, at), bytes.slice(at)))).toEqual(["Mātauranga 🌊"]);
    }
  });

  test("however a stream is cut, its messages are the same", () => {
    const line = fc.constantFrom("data: ä", "data: b: c", "id: 3", "event: run", ": x", "", "retry: 9", "data");
    const end = fc.constantFrom("\n", "\r", "\r\n");
    const stream = fc.array(
      fc.tuple(line, end).map(([text, mark]) => text + mark),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(stream, fc.array(fc.nat(200), { maxLength: 8 }), (lines, cuts) => {
        const bytes = encoder.encode(lines.join(""));
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
        const pieces = places.slice(1).map((place, at) => bytes.slice(places[at], place));
        expect(read(...pieces)).toEqual(read(bytes));
      }),
    );
  });
});
