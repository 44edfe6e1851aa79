/** Waits until something is so, which other code brings about in its own time. @throws after ten seconds */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await Bun.sleep(2);
  }
}
