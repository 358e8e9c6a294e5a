export interface CodeBlock {
  readonly language: string;
  readonly text: string;
}

/** The text below a heading of the second level, up to the next one; throws where there is none. */
export function sectionOf(markdown: string, heading: string): string {
  const section = markdown.split(/^## /m).find((each) => each.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`no section "${heading}"`);
  return section;
}

/** Fenced blocks in their order. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));
}
