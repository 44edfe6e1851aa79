const LOOK_EVERY_MS = 200;

/** Waits until something is so. @throws after so many ms */
export async function patiently(what: string, ms: number, isSo: () => boolean): Promise<void> {
  const end = performance.now() + ms;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited ${ms / 1000} s in vain until ${what}`);
    await Bun.sleep(LOOK_EVERY_MS);
  }
}
