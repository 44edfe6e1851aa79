/** Less than this is what a message takes, and hardly shows. */
const NOTEWORTHY_MS = 5000;

/**
 * What to add to this computer's clock to have the service's. A message is always a little old when it arrives, and one that was missed is older, so
 * the largest difference is nearest to the truth. @param at when the service wrote a status @param now when it arrived
 */
export function clockOffset(last: number, at: number, now: number): number {
  const seen = Math.abs(at - now) < NOTEWORTHY_MS ? 0 : at - now;
  return last === 0 || seen > last ? seen : last;
}
