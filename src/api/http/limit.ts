const DEFAULT_LIMIT = 100;

/** How much a page of a list holds. */
export function limitOf({ limit = DEFAULT_LIMIT }: { readonly limit?: number | undefined }): number {
  return limit;
}
