/** A socket that listens. */
export interface HttpListener {
  /** The port that it got. */
  readonly port: number;
  /** Ends it; requests under way are cut off. */
  stop(): Promise<void>;
}

export interface ListenRequest {
  readonly hostname: string;
  /** 0: any free one. */
  readonly port: number;
  /** Bodies beyond this are answered with 413. */
  readonly mostBytes: number;
  readonly handler: (request: Request) => Promise<Response>;
}

/** Listens for HTTP. @throws the operating system's error when the address cannot be had */
export type Listen = (request: ListenRequest) => HttpListener;
