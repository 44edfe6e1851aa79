/** A file of the web pages, whole and ready to be served. */
export interface PageFile {
  /** On the server: `/`, `/docs`, `/chunk-6zna91kh.js`. */
  readonly path: string;
  /** With its character set. */
  readonly contentType: string;
  /** Changes with the bytes; without quotes. */
  readonly etag: string;
  /** Another content would have another path: it may be kept for ever. */
  readonly immutable: boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
