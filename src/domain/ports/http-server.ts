/** A socket that listens. */
export interface HttpListener {
  /** The port that it got. */
  readonly port: number;
  /** Takes no further request, lets those under way end for a moment, then cuts them off. */
  stop(): Promise<void>;
}

/** What a request came over. */
export interface Connection {
  /** The peer's address, as the socket has it; empty when it is gone already. */
  readonly address: string;
  /** The answer may be silent as long as it likes. Without it, silence of a while ends the connection. */
  keepOpen(): void;
  /** The reverse, and soon: what its peer does not take within seconds is given up, and the connection with it. */
  giveUp(): void;
}

export interface ListenRequest {
  readonly hostname: string;
  /** 0: any free one. */
  readonly port: number;
  /** Never rejects. Bodies are not limited here: a handler reads as much of one as it wants. */
  readonly handler: (request: Request, connection: Connection) => Promise<Response>;
}

/** Listens for HTTP. @throws the operating system's error when the address cannot be had */
export type Listen = (request: ListenRequest) => HttpListener;
