/** What the operating system knows of this process and its disk. Cheap enough to be asked every few seconds. */
export interface Figures {
  residentBytes(): number;
  /** User and system time since the process began. */
  cpuSeconds(): number;
  /** null: it cannot be told on this host. */
  openFiles(): number | null;
  /** The file system that holds a path, free for this account; null: it cannot be told. */
  disk(path: string): DiskFigures | null;
}

export interface DiskFigures {
  readonly freeBytes: number;
  readonly sizeBytes: number;
}
