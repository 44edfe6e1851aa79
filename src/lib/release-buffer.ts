/**
 * Gives an array's memory back now: the collector does not see how large what it holds is, and comes late. The array is empty then, and so is
 * every other one on its buffer.
 */
export function releaseBuffer(array: { readonly buffer: ArrayBufferLike }): void {
  if (array.buffer instanceof ArrayBuffer && !array.buffer.detached) array.buffer.transfer(0);
}
