import { checkAsserts as checkConfigs } from "../../evaluation/scoring/scorer-checks.ts";
import type { LocatedExample } from "../../prompts/examples/examples-file.ts";
import type { ScorerConfig } from "../../prompts/metadata.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { KeyPath } from "../../prompts/reading/parsed-file.ts";
import type { TaskCheck } from "../check.ts";

/** The scorers that examples bring along can work. */
export const checkAsserts: TaskCheck = ({ task }) =>
  task.examples.flatMap((located) => {
    const { assert, messages = [] } = located.example;
    return [
      ...wrongAsserts(located, assert, ["assert"]),
      ...messages.flatMap((turn, at) => wrongAsserts(located, turn.assert, ["messages", at, "assert"])),
    ];
  });

function wrongAsserts(
  { example, file, line }: LocatedExample,
  configs: readonly ScorerConfig[] | undefined,
  keys: KeyPath,
): readonly Problem[] {
  return checkConfigs(configs ?? []).map(({ path, found, fix }) => ({
    ...file.positions(line).placeOf([...keys, ...path]),
    code: "invalid-scorer",
    severity: "error",
    found: `example "${example.id}": ${found}`,
    fix,
  }));
}
