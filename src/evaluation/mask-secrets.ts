const MASK = "***";
/** Shorter texts are no keys, and masking them would eat ordinary words. */
const SHORTEST_SECRET = 6;

/** Replaces every occurrence of the secrets, as they are and percent-encoded. Mask first, shorten afterwards. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}
