export interface Rate {
  readonly perSecond: number;
  /** What may come at once. */
  readonly burst: number;
}

interface Bucket {
  /** May be a fraction. */
  left: number;
  /** Host wall clock, ms. */
  at: number;
}

/** Peers that are remembered at once; beyond that the full buckets are forgotten, which changes nothing for anybody. */
const MOST_PEERS = 10_000;

/**
 * So many requests a second for each peer (token bucket). An IPv6 network of 64 bits is one peer: it belongs to one customer, who could
 * otherwise come from another address each time. A clock that is set back only lets buckets fill later.
 */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();
  readonly #rate: Rate;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Addresses that are remembered. */
  get peers(): number {
    return this.#buckets.size;
  }

  /** Takes one; returns the seconds after which there is one again, 0 when there was. */
  take(address: string, now: number): number {
    const bucket = this.#bucketOf(peerOf(address), now);
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / this.#rate.perSecond));
    bucket.left -= 1;
    return 0;
  }

  #bucketOf(peer: string, now: number): Bucket {
    const known = this.#buckets.get(peer);
    if (known === undefined) {
      if (this.#buckets.size >= MOST_PEERS) this.#forget(now);
      const fresh = { left: this.#rate.burst, at: now };
      this.#buckets.set(peer, fresh);
      return fresh;
    }
    known.left = this.#filled(known, now);
    known.at = now;
    return known;
  }

  #filled({ left, at }: Bucket, now: number): number {
    const { perSecond, burst } = this.#rate;
    return Math.min(burst, left + (Math.max(0, now - at) / 1000) * perSecond);
  }

  /** Full buckets first; where nobody's is full, all: rather too generous than without end. */
  #forget(now: number): void {
    for (const [peer, bucket] of this.#buckets) {
      if (this.#filled(bucket, now) >= this.#rate.burst) this.#buckets.delete(peer);
    }
    if (this.#buckets.size >= MOST_PEERS) this.#buckets.clear();
  }
}

/** `2001:db8:1:2` of an IPv6 address, an IPv4 address as it is. */
function peerOf(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail] = address.split("::");
  if (tail === undefined) return address.split(":").slice(0, 4).join(":");
  const groups = head === "" ? [] : head.split(":");
  return [...groups, "0", "0", "0", "0"].slice(0, 4).join(":");
}
