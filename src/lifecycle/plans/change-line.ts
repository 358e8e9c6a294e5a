import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import type { Prompt } from "../../prompts/records/production-prompt.ts";

const differs = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) !== canonicalJson(b ?? null);

/** One line for the changelog, from the difference of two prompts: for authors who wrote none. */
export function changeLine(before: Prompt | undefined, after: Prompt): string {
  if (before === undefined) return "First version";
  const parts = [
    ...messageChanges(before, after),
    ...modelChanges(before, after),
    ...(differs(before.tools, after.tools) || differs(before.tool_choice, after.tool_choice)
      ? ["tools changed"]
      : []),
    ...(differs(before.input, after.input) ? ["input schema changed"] : []),
    ...(differs(before.output, after.output) ? ["output schema changed"] : []),
  ];
  const line = parts.join("; ");
  return line === "" ? "No change" : `${line[0]?.toUpperCase()}${line.slice(1)}`;
}

function messageChanges(before: Prompt, after: Prompt): readonly string[] {
  const added = after.messages.length - before.messages.length;
  if (added !== 0)
    return [
      `${Math.abs(added)} ${Math.abs(added) === 1 ? "message" : "messages"} ${added > 0 ? "added" : "removed"}`,
    ];
  return after.messages.flatMap((message, at) =>
    differs(message, before.messages[at])
      ? [
          `wording of message ${at + 1} (${message.role})${lineDelta(before.messages[at]?.content ?? "", message.content)}`,
        ]
      : [],
  );
}

/** `, +3 -1 lines`: lines that only one of the two texts has. */
function lineDelta(before: string, after: string): string {
  const [old, now] = [new Set(before.split("\n")), new Set(after.split("\n"))];
  const added = [...now].filter((line) => !old.has(line)).length;
  const removed = [...old].filter((line) => !now.has(line)).length;
  return `, +${added} -${removed} lines`;
}

function modelChanges(before: Prompt, after: Prompt): readonly string[] {
  const [old, now] = [before.model, after.model];
  const name = (model: Prompt["model"]): string => `${model.provider}/${model.name}`;
  return [
    ...(name(old) === name(now) ? [] : [`model ${name(old)} to ${name(now)}`]),
    ...(differs(old.parameters, now.parameters) ? ["model parameters changed"] : []),
  ];
}
