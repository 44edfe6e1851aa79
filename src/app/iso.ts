/** ISO 8601 in UTC. @param millis since 1970 */
export function iso(millis: number): string {
  return new Date(millis).toISOString();
}
