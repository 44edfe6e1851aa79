import type { Address } from "./event-reader.ts";

/** Text for people and JSON for programs, in turns. */
const ACCEPTS = ["*/*", "application/json"];

/** A connection on which one request after the other is made, without waiting for another connection. */
export class StatusConnection {
  readonly #socket: Bun.Socket;
  readonly #requests: readonly string[];
  readonly #onFree: (connection: StatusConnection) => void;
  #text = "";
  #done: ((isGood: boolean) => void) | null = null;
  #turn = 0;
  #isDead = false;

  private constructor(socket: Bun.Socket, { hostname, port }: Address, onFree: (connection: StatusConnection) => void) {
    this.#socket = socket;
    this.#requests = ACCEPTS.map(
      (accept) => `GET /status HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: ${accept}\r\n\r\n`,
    );
    this.#onFree = onFree;
  }

  /** @param onFree it can take a request, at first and after each answer */
  static async open(address: Address, onFree: (connection: StatusConnection) => void): Promise<StatusConnection> {
    let connection: StatusConnection | null = null;
    const socket = await Bun.connect({
      ...address,
      socket: {
        data: (_, bytes) => connection?.take(bytes),
        close: () => connection?.fail(),
        error: () => connection?.fail(),
      },
    });
    connection = new StatusConnection(socket, address, onFree);
    onFree(connection);
    return connection;
  }

  /** @param done gets whether the answer was a whole status */
  ask(done: (isGood: boolean) => void): void {
    this.#done = done;
    this.#turn += 1;
    if (this.#isDead) this.fail();
    else this.#socket.write(this.#requests[this.#turn % this.#requests.length] ?? "");
  }

  close(): void {
    this.#done = null;
    this.#socket.terminate();
  }

  /** For the socket alone. */
  take(bytes: Buffer): void {
    this.#text += bytes.toString("latin1");
    const head = this.#text.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#text.slice(0, head))?.[1] ?? 0);
    if (this.#text.length < head + 4 + length) return;
    const isGood = this.#text.startsWith("HTTP/1.1 200 ") && length > 200;
    this.#text = "";
    this.#settle(isGood);
    this.#onFree(this);
  }

  /** For the socket alone: it takes no request any more. */
  fail(): void {
    this.#isDead = true;
    this.#settle(false);
  }

  #settle(isGood: boolean): void {
    const done = this.#done;
    this.#done = null;
    done?.(isGood);
  }
}
