/**
 * What this host says about files, disks, addresses and processes. Looks only: nothing is changed but for the probe file of
 * `syncTimes`, which is gone when it returns. Errors are the operating system's own (`code`).
 */
export interface Inspection {
  /** The account this process runs as; null where accounts have no numbers (Windows). */
  account(): number | null;
  /** Whose a file or directory is and who may do what with it; null when it is not there, and on Windows. */
  rights(path: string): Rights | null;
  /** Whether this process may write there. */
  mayWrite(path: string): boolean;
  space(path: string): DiskSpace;
  /** How long a small write takes until it is durable, several times, in ms. Writes `path`, and removes it. */
  syncTimes(path: string, times: number): readonly number[];
  /** Whether this process could listen there; null: it could, else the operating system's code (EADDRINUSE, EACCES). */
  listenFault(address: { readonly hostname: string; readonly port: number }): Promise<string | null>;
  /** What a server shows of itself before any question. @throws the connection's error, also after 10 s of silence */
  certificate(server: TlsServer): Promise<Certificate>;
  /** Whether a process of this number runs, whoever it belongs to. */
  isRunning(pid: number): boolean;
}

export interface Rights {
  /** Number of the account. */
  readonly owner: number;
  /** The nine bits of chmod. */
  readonly mode: number;
}

export interface DiskSpace {
  /** Bytes that this account may still write. */
  readonly free: number;
  readonly total: number;
  /** A file system of another host: NFS, SMB. */
  readonly isRemote: boolean;
}

export interface TlsServer {
  readonly hostname: string;
  readonly port: number;
  /** PEM of a private authority that is trusted beside the system's own. */
  readonly ca: string | undefined;
}

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** ms since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
  /** OpenSSL's word for what is wrong with it (CERT_HAS_EXPIRED); null: it is trusted. */
  readonly fault: string | null;
  /** Certificates that the server sends, its own included. */
  readonly chain: number;
}
