import type { Address } from "./event-reader.ts";
import { type Quantiles, quantilesOf } from "./quantiles.ts";
import { StatusConnection } from "./status-connection.ts";

export interface RequestFigures {
  /** From the moment at which a request was to be sent to its whole answer. */
  readonly latency: Quantiles;
  /** From the moment at which a request was to be sent to the moment at which this process came to send it, with a connection free or not. */
  readonly lateness: Quantiles;
  readonly errors: number;
  /** Requests that were due and never answered. */
  readonly unanswered: number;
}

export interface LoopOptions {
  /** Requests a second. */
  readonly rate: number;
  readonly connections: number;
}

const LAST_ANSWERS_MS = 5000;

/**
 * So many requests a second whatever the server does: each has its moment, fixed beforehand, and its latency counts from there. A
 * server that stands still for a while is charged for all that were due meanwhile (no coordinated omission).
 */
export class OpenLoop {
  readonly #options: LoopOptions;
  readonly #connections: StatusConnection[] = [];
  readonly #free: StatusConnection[] = [];
  /** Due, and no connection was free: their moments. */
  readonly #waiting: number[] = [];
  readonly #latencies: number[] = [];
  readonly #lateness: number[] = [];
  #errors = 0;
  #sent = 0;
  #started = 0;
  #timer: Timer | null = null;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  async start(address: Address): Promise<void> {
    const open = () => StatusConnection.open(address, (free) => this.#freed(free));
    this.#connections.push(...(await Promise.all(Array.from({ length: this.#options.connections }, open))));
    this.#started = performance.now();
    this.#timer = setInterval(() => this.#tick(), 1);
  }

  /** No more is asked. What was due is still answered, and counts with all its time; beyond some seconds as unanswered. */
  async stop(): Promise<RequestFigures> {
    clearInterval(this.#timer ?? undefined);
    const end = performance.now() + LAST_ANSWERS_MS;
    while (this.#open > 0 && performance.now() < end) await Bun.sleep(5);
    for (const connection of this.#connections) connection.close();
    return {
      latency: quantilesOf(this.#latencies),
      lateness: quantilesOf(this.#lateness),
      errors: this.#errors,
      unanswered: this.#open,
    };
  }

  get #open(): number {
    return this.#sent - this.#latencies.length - this.#errors;
  }

  #tick(): void {
    const now = performance.now();
    const every = 1000 / this.#options.rate;
    for (let due = this.#started + this.#sent * every; due <= now; due += every) {
      this.#sent += 1;
      this.#lateness.push(now - due);
      const connection = this.#free.pop();
      if (connection === undefined) this.#waiting.push(due);
      else this.#ask(connection, due);
    }
  }

  #freed(connection: StatusConnection): void {
    const due = this.#waiting.shift();
    if (due === undefined) this.#free.push(connection);
    else this.#ask(connection, due);
  }

  #ask(connection: StatusConnection, due: number): void {
    connection.ask((isGood) => {
      if (isGood) this.#latencies.push(performance.now() - due);
      else this.#errors += 1;
    });
  }
}
