/**
 * Who has to agree to a change of a file, as a CODEOWNERS file says: the last line that matches wins, and a line without
 * anybody takes owners away. https://docs.github.com/articles/about-code-owners
 */
export function codeOwnersOf(text: string, path: string): readonly string[] {
  const lines = text
    .split("\n")
    .map((line) => line.replace(/#.*$/, "").trim().split(/\s+/))
    .filter(([pattern = ""]) => pattern !== "");
  const [, ...owners] = lines.findLast(([pattern = ""]) => isMatch(pattern, path)) ?? [];
  return owners;
}

/** A pattern without a slash but at its end holds at any depth; one that names a folder holds for all below it. */
function isMatch(pattern: string, path: string): boolean {
  const isAnchored = pattern.slice(0, -1).includes("/");
  const parts = pattern.split("/").filter((part) => part !== "");
  const wanted = [...(isAnchored ? [] : ["**"]), ...parts, ...(pattern.endsWith("/") ? ["**"] : [])];
  return matchesParts(wanted, path.split("/"), isAnchored && wanted.at(-1) === "*");
}

function matchesParts(
  [pattern, ...wanted]: readonly string[],
  parts: readonly string[],
  isFlat: boolean,
): boolean {
  if (pattern === undefined) return parts.length === 0 || !isFlat;
  const [part, ...rest] = parts;
  if (pattern === "**")
    return (
      matchesParts(wanted, parts, isFlat) ||
      (part !== undefined && matchesParts([pattern, ...wanted], rest, isFlat))
    );
  return part !== undefined && matchesPart(pattern, part) && matchesParts(wanted, rest, isFlat);
}

/** `*` stands for any characters of one name. */
function matchesPart(pattern: string, name: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  if (others.length === 0) return name === pattern;
  const last = others.pop() ?? "";
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let from = first.length;
  for (const piece of others) {
    const at = name.indexOf(piece, from);
    if (at === -1 || at + piece.length > name.length - last.length) return false;
    from = at + piece.length;
  }
  return true;
}
