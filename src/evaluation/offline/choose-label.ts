import { type Label, mentionsOf, termsOf } from "./labels.ts";
import { findMentions } from "./mentions.ts";
import type { PromptMaterial } from "./prompt-material.ts";
import { foldTerm } from "./readable-text.ts";

const MENTION = 3;
const PARTIAL = 0.5;
const DESCRIPTION_WORD = 1;
const DEMONSTRATION_WORD = 0.5;
const DEFAULT_LABEL = /^(other|others|unknown|none|misc|miscellaneous|n\/a)$/u;

/**
 * The label that the text speaks of most: mentions of its own words and glossary terms weigh most, then words of its
 * description, then words of demonstrations that were answered with it. A word that several labels share counts less,
 * one that all share nothing. Ties go to schema order; without evidence the default label.
 */
export function chooseLabel(labels: readonly Label[], material: PromptMaterial): Label | undefined {
  const sums = labels.map(() => 0);
  addMentions(sums, labels, material);
  addWords(
    sums,
    DESCRIPTION_WORD,
    material,
    labels.map((label) => wordsOf(label.description)),
  );
  addWords(
    sums,
    DEMONSTRATION_WORD,
    material,
    labels.map((label) => demonstrated(label, material)),
  );
  const best = Math.max(...sums);
  return best > 0 ? labels[sums.indexOf(best)] : defaultLabel(labels);
}

/** A label that says "other", or the first. */
function defaultLabel(labels: readonly Label[]): Label | undefined {
  return labels.find((label) => DEFAULT_LABEL.test(foldTerm(String(label.value)))) ?? labels[0];
}

function addMentions(sums: number[], labels: readonly Label[], material: PromptMaterial): void {
  for (const mention of mentionsOf(labels, material)) {
    const index = labels.indexOf(mention.label);
    sums[index] = (sums[index] ?? 0) + MENTION * (mention.partial ? PARTIAL : 1);
  }
  const names = labels.map((label) => termsOf(label, material).flatMap((term) => [...wordsOf(term)]));
  addWords(
    sums,
    DESCRIPTION_WORD,
    material,
    names.map((words) => new Set(words)),
  );
}

function addWords(
  sums: number[],
  weight: number,
  material: PromptMaterial,
  wordsByLabel: readonly ReadonlySet<string>[],
): void {
  const speaking = wordsByLabel.filter((words) => words.size > 0).length;
  for (const word of new Set(wordsByLabel.flatMap((words) => [...words]))) {
    const strength = weight * strengthOf(word, material);
    const owners = wordsByLabel.flatMap((words, index) => (words.has(word) ? [index] : []));
    const rarity = speaking > 1 ? 1 - (owners.length - 1) / (speaking - 1) : 1;
    for (const index of owners) sums[index] = (sums[index] ?? 0) + (strength * rarity) / owners.length;
  }
}

function strengthOf(word: string, material: PromptMaterial): number {
  const mentions = findMentions(material.text, word);
  if (mentions.some((mention) => !mention.partial)) return 1;
  return mentions.length > 0 ? PARTIAL : 0;
}

function demonstrated(label: Label, material: PromptMaterial): ReadonlySet<string> {
  const own = material.demonstrations.filter((pair) => pair.answer.trim() === String(label.value));
  return new Set(own.flatMap((pair) => [...wordsOf(pair.question)]));
}

/** Words of four letters or more: shorter ones are mostly grammar. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(foldTerm(text).match(/\p{L}{4,}/gu) ?? []);
}
