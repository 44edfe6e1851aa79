/** Whether a text stands at a place of another one. A slice that is only compared costs nothing. */
export function isAt(text: string, at: number, expected: string): boolean {
  return text.slice(at, at + expected.length) === expected;
}
