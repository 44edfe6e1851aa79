/** What exchanging an installed program needs of the host, beside files. Synchronous, complete, and durable when it returns. */
export interface ProgramHost {
  /** Bytes that this account may still write on the disk that holds the path. */
  freeBytes(path: string): number;
  /** Copies a file with its rights; shares the bytes where the file system can. The target must not exist. */
  copy(from: string, to: string): void;
  /** Lets every account run a file, and its owner alone write it. */
  makeExecutable(path: string): void;
  /**
   * Does `work` with the rights of the account that owns `path`, where this process may be anybody: what it makes belongs to that
   * account, and no link that the account laid leads out of what it may write itself.
   */
  asOwnerOf<T>(path: string, work: () => T): T;
  /** Ends a process without asking it; no error when it is gone. */
  kill(pid: number): void;
  /** Removes a directory with all that is in it; no error when it is gone. */
  removeTree(path: string): void;
}
