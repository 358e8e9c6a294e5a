/** A digest of the right shape that differs with its seed character, a hexadecimal digit. */
export function aDigest(seed: string): string {
  return seed.repeat(64);
}
