import type { Clock } from "../../src/domain/ports/clock.ts";
import { type Http, HttpFailure, type HttpRequest, type HttpResponse } from "../../src/domain/ports/http.ts";
import type { Log, LogFields, LogLevel } from "../../src/domain/ports/log.ts";
import type { Random } from "../../src/domain/ports/random.ts";

/** What a scripted server does with one request. */
export type Reply =
  | string
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string | Uint8Array;
    }
  | HttpFailure;

/** Answers from a script or a function, and remembers what was asked. */
export class ScriptedHttp implements Http {
  readonly requests: HttpRequest[] = [];
  readonly #next: (request: HttpRequest) => Reply | Promise<Reply>;

  constructor(script: readonly Reply[] | ((request: HttpRequest) => Reply | Promise<Reply>)) {
    const rest = typeof script === "function" ? [] : [...script];
    const following = () => rest.shift() ?? new HttpFailure("other", "the script is at its end");
    this.#next = typeof script === "function" ? script : following;
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request);
    const reply = await this.#next(request);
    if (reply instanceof HttpFailure) throw reply;
    return response(typeof reply === "string" ? { body: reply } : reply);
  }

  /** Decoded parameters of the requests so far, with the command as `command`. */
  asked(): Record<string, string>[] {
    return this.requests.map(({ url }) => question(url));
  }
}

/** Decoded parameters of a request's URL, with the command as `command`. */
export function question(url: string): Record<string, string> {
  const { pathname, searchParams } = new URL(url);
  return { command: pathname.split("/").at(-1) ?? "", ...Object.fromEntries(searchParams) };
}

function response({ status = 200, headers = {}, body }: Exclude<Reply, string | HttpFailure>): HttpResponse {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    status,
    statusText: "",
    header: (name) => lower.get(name.toLowerCase()) ?? null,
    bytes: async () => bytes,
    async *stream() {
      yield bytes;
    },
  };
}

/** Time that passes only while somebody sleeps; `slept` is the list of waits. */
export class SleepingClock implements Clock {
  readonly slept: number[] = [];
  #now: number;
  readonly #start: number;
  /** What the wall clock was set by, ms. */
  #set = 0;
  #booted: number;
  #boots = 1;

  constructor(now = Date.UTC(2026, 2, 10, 20, 0, 0)) {
    this.#now = now;
    this.#start = now;
    this.#booted = now;
  }

  now(): number {
    return this.#now + this.#set;
  }

  monotonic(): number {
    return this.#now - this.#booted;
  }

  bootId(): string {
    return this.#boots === 1 ? "boot" : `boot ${this.#boots}`;
  }

  /** Sets the wall clock by so many seconds; negative: back. */
  stepWall(seconds: number): void {
    this.#set += seconds * 1000;
  }

  /** Starts the host anew. */
  reboot(): void {
    this.#boots++;
    this.#booted = this.#now;
  }

  /** The same time on another machine, which is neither set nor started anew. */
  elsewhere(): Clock {
    return {
      now: () => this.#now,
      monotonic: () => this.#now - this.#start,
      bootId: () => "elsewhere",
      sleep: (ms, signal) => this.sleep(ms, signal),
    };
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(ms);
    this.#now += ms;
  }
}

export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

export class CollectingLog implements Log {
  readonly entries: LogEntry[] = [];

  write(level: LogLevel, message: string, fields: LogFields = {}): void {
    this.entries.push({ level, message, fields });
  }

  warnings(): string[] {
    return this.entries.filter(({ level }) => level === "warn").map(({ message }) => message);
  }
}

/** The same chance every time. */
export function fixedRandom(fraction: number): Random {
  return { fraction: () => fraction, uuid: (now) => `uuid-${now}` };
}

/** `<table>` as a Datacentre writes it. @param rows inner XML of the records */
export function tableXml(name: string, rows: readonly string[], found = rows.length): string {
  const element = name.toLowerCase();
  const records = rows.map((row) => `\t<${element}>\n${row}\n\t</${element}>\n`).join("");
  return `<?xml version="1.0"?>\n<table name="${name}" count="${rows.length}" start="0" found="${found}">\n${records}</table>\n`;
}

/** Number, modtime and further fields of one record. */
export function recordXml(seq: number, modtime: string, fields = ""): string {
  const system = (name: string, value: string | number) => `<${name} system="true">${value}</${name}>`;
  return `${system("sequencenumber", seq)}${system("lastmodifiedtime", modtime)}${fields}`;
}
