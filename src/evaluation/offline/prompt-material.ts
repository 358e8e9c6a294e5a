import type { Message } from "../../prompts/rendering/template.ts";
import { foldTerm, type ReadableText, readableText } from "./readable-text.ts";

export interface Demonstration {
  readonly question: string;
  readonly answer: string;
}

/** All that the reader takes from a prompt. Every other word of it changes nothing. */
export interface PromptMaterial {
  /** The last user message without its glossary lines, at most 20,000 characters of it. */
  readonly text: ReadableText;
  /** User and assistant pairs before the text. */
  readonly demonstrations: readonly Demonstration[];
  /** Terms by folded label, from lines `- label: term, term`. */
  readonly glossary: ReadonlyMap<string, readonly string[]>;
}

const LONGEST_TEXT = 20_000;
const GLOSSARY_LINE = /^[ \t]*- ([^:\n]+):[ \t]+(.+)$/gmu;

export function promptMaterial(messages: readonly Message[]): PromptMaterial {
  const last = messages.findLastIndex((message) => message.role === "user");
  const instructions = messages.filter((message) => message.role !== "assistant" && message.role !== "tool");
  return {
    text: readableText((messages[last]?.content ?? "").replace(GLOSSARY_LINE, "").slice(0, LONGEST_TEXT)),
    demonstrations: demonstrations(messages.slice(0, Math.max(last, 0))),
    glossary: glossary(instructions),
  };
}

function demonstrations(messages: readonly Message[]): readonly Demonstration[] {
  return messages.flatMap((message, index) => {
    const next = messages[index + 1];
    if (message.role !== "user" || next?.role !== "assistant") return [];
    return [{ question: message.content, answer: next.content }];
  });
}

function glossary(messages: readonly Message[]): ReadonlyMap<string, readonly string[]> {
  const terms = new Map<string, readonly string[]>();
  for (const message of messages) {
    for (const [, label = "", list = ""] of message.content.matchAll(GLOSSARY_LINE)) {
      const key = foldTerm(label);
      const more = list.split(/[,;]/u).map((term) => term.trim());
      terms.set(key, [...(terms.get(key) ?? []), ...more.filter((term) => term !== "")]);
    }
  }
  return terms;
}
