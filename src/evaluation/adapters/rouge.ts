/** In UTF-16 units; the tokeniser takes more than linear time on hostile texts. */
const LONGEST = 20_000;

/**
 * ROUGE-1 F-measure in [0, 1] of the first 20,000 characters, Penn Treebank tokens, case-sensitive; 0 for an empty text.
 * The package is loaded at the first call: it would cost every command 50 ms.
 */
export async function rouge1(candidate: string, reference: string): Promise<number> {
  const [found, wanted] = [candidate.slice(0, LONGEST), reference.slice(0, LONGEST)];
  if (found.trim() === "" || wanted.trim() === "") return 0;
  const { n } = await import("js-rouge");
  return n(found, wanted, { n: 1 });
}
