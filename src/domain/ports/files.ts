/**
 * The only way to files that must survive a crash. Every call is synchronous and complete: a short write is an
 * error, and errors are the operating system's own (`code`: ENOSPC, EIO, EACCES, EEXIST, ENOENT …).
 */
export interface Files {
  read(path: string): Uint8Array;
  /** null when there is no such file; any other error is thrown, EINVAL for a pipe or a device in its place. */
  readIfPresent(path: string): Uint8Array | null;
  exists(path: string): boolean;
  isDirectory(path: string): boolean;
  /** Whether it is a regular file itself: no link, device or pipe. */
  isPlainFile(path: string): boolean;
  size(path: string): number;
  /** Where it really is: absolute, every link followed; null when there is no such file or directory. */
  realPath(path: string): string | null;
  /** Opens nothing; null when there is no such file. */
  stamp(path: string): FileStamp | null;
  /** Names in a directory, sorted; empty when the directory does not exist. */
  list(directory: string): string[];
  /** Creates the directory and its parents, each durably; no error when it is there. */
  makeDirectory(path: string): void;
  /**
   * Leaves a file or directory to the account that owns it: takes every right of group and others away (chmod 0700 or
   * 0600). Does nothing on Windows, where the directory's access list decides.
   */
  makePrivate(path: string): void;
  /** Creates a new file for writing. @throws EEXIST when it is there. */
  create(path: string): FileWriter;
  /** Opens a file for reading at any offset. @throws EINVAL for a pipe or a device in its place */
  open(path: string): FileReader;
  rename(from: string, to: string): void;
  /** A second name for the same bytes; copies where the file system has no links or the target is another one. */
  link(from: string, to: string): void;
  /** No error when it is gone already. */
  remove(path: string): void;
  /** Makes the directory's entries durable: call after create, rename, link or remove. */
  syncDirectory(path: string): void;
}

export interface FileStamp {
  readonly size: number;
  /** Another text once the file was written or replaced: size, times and identity. */
  readonly text: string;
  /** The same as long as it is the same file, whatever is written to it: another file in its place has another. */
  readonly identity: string;
}

export interface FileWriter {
  /** Appends all bytes or throws. The buffer may be reused after the call. */
  write(bytes: Uint8Array): void;
  /** Makes everything written durable. */
  sync(): void;
  close(): void;
}

export interface FileReader {
  readonly size: number;
  /** Fills `into` from `offset`; returns the bytes read, fewer only at the end of the file. */
  read(into: Uint8Array, offset: number): number;
  close(): void;
}
