import { sha256 } from "../../prompts/sha256.ts";

const TOKEN_LENGTH = 16;

/**
 * Puts each text between two lines that no text can contain: `<<<name TOKEN` and `name TOKEN>>>`. The token is derived from
 * the digest of all texts, so that equal material gives equal requests and nobody can write the end of the fence beforehand.
 */
export function fence(material: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const token = tokenFor(Object.entries(material));
  return Object.fromEntries(
    Object.entries(material).map(([name, text]) => [
      name,
      `<<<${name} ${token}\n${text}\n${name} ${token}>>>`,
    ]),
  );
}

function tokenFor(entries: readonly (readonly [string, string])[]): string {
  for (let round = 0; ; round += 1) {
    const token = sha256(JSON.stringify([round, entries])).slice(0, TOKEN_LENGTH);
    if (entries.every(([, text]) => !text.includes(token))) return token;
  }
}
