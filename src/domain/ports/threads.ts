/**
 * Other threads of this process. Plain data goes to and fro, as copies. Buffers that are named move, and are empty for whoever
 * sent them; a SharedArrayBuffer is shared, which is all that threads have in common.
 */
export interface Threads {
  /** How many can compute at the same time: the cores that this process may use. */
  cores(): number;
  /** Starts a module in a thread of its own. @param entry its URL, or its path below the sources in a built program */
  start(entry: string, listener: ThreadListener): Thread;
}

export interface ThreadListener {
  onMessage(message: unknown): void;
  /** The thread could not be started, or ended by an error that nothing in it caught. Nothing comes of it any more. */
  onFailure(reason: Error): void;
}

export interface Thread {
  send(message: unknown, move: readonly ArrayBuffer[]): void;
  /** Ends it at once, whatever it does. */
  stop(): void;
}

/** The thread in which the module itself runs. */
export interface OwnThread {
  onMessage(handler: (message: unknown) => void): void;
  send(message: unknown, move: readonly ArrayBuffer[]): void;
}
