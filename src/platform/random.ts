import type { Random, SecretRandom } from "../domain/ports/random.ts";

/** Chance from the operating system's generator. */
export function createRandom(): Random {
  return {
    fraction: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
    uuid: (now) => Bun.randomUUIDv7("hex", now),
  };
}

/** The same generator, for secrets. */
export function createSecretRandom(): SecretRandom {
  return { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) };
}
