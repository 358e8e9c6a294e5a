import type { RunFigures } from "../lifecycle/evidence/run-history.ts";
import type { Json } from "../prompts/reading/json.ts";
import type { Prompt } from "../prompts/records/production-prompt.ts";
import { diffLines, type Hunk } from "./adapters/line-diff.ts";
import { readableJson } from "./readable-json.ts";

/** One side: a prompt under the name that it was asked for by, with the newest run of exactly its bytes. */
export interface ComparedPrompt {
  /** `1.2.0`, or what promotion would make of the candidate. */
  readonly version: string;
  readonly isCandidate: boolean;
  readonly promptDigest: string;
  readonly prompt: Prompt;
  readonly run?: RunFigures;
}

/** A part of a prompt that differs. */
export interface PartChange {
  readonly part: string;
  readonly hunks: readonly Hunk[];
}

/** What differs between two prompts, part by part; `before` is absent where there was none. */
export function comparePrompts(before: Prompt | undefined, after: Prompt): readonly PartChange[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const names = [...now.keys(), ...[...old.keys()].filter((name) => !now.has(name))];
  return names.flatMap((part) => {
    const hunks = diffLines(old.get(part) ?? "", now.get(part) ?? "");
    return hunks.length === 0 ? [] : [{ part, hunks }];
  });
}

function partsOf(prompt: Prompt | undefined): ReadonlyMap<string, string> {
  if (prompt === undefined) return new Map();
  const { messages, model, input, output, tools, tool_choice } = prompt;
  const messageParts = messages.map(
    ({ role, content }, at) => [`message ${at + 1} (${role})`, lines(content)] as const,
  );
  const json = (name: string, value: unknown): readonly (readonly [string, string])[] =>
    value === undefined ? [] : [[name, lines(readableJson(value as Json))]];
  return new Map([
    ...messageParts,
    ...json("model", model),
    ...json("tools", tools),
    ...json("tool choice", tool_choice),
    ...json("input schema", input),
    ...json("output schema", output),
  ]);
}

/** A missing line feed at the end is laid out by YAML, not by the author. */
const lines = (text: string): string => (text.endsWith("\n") ? text : `${text}\n`);

/** Why the scores of two runs cannot be set side by side; undefined where they can. */
export function incomparable(before: RunFigures, after: RunFigures): string | undefined {
  if (before.metric !== after.metric) return `the metrics differ (${before.metric}, ${after.metric})`;
  if (before.digests.dataset !== after.digests.dataset) return "the examples differ";
  if (before.digests.scorers !== after.digests.scorers) return "the scorers differ";
  return undefined;
}
