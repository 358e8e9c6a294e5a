import { checkAsserts as checkConfigs } from "../../evaluation/scoring/scorer-checks.ts";
import type { TaskCheck } from "../check.ts";
import { exampleScorerProblems } from "../scorer-problems.ts";

/** The scorers that examples bring along can work. */
export const checkAsserts: TaskCheck = ({ task }) =>
  task.examples.flatMap((located) => {
    const { assert, messages = [] } = located.example;
    return [
      ...exampleScorerProblems(located, ["assert"], checkConfigs(assert ?? [])),
      ...messages.flatMap((turn, at) =>
        exampleScorerProblems(located, ["messages", at, "assert"], checkConfigs(turn.assert ?? [])),
      ),
    ];
  });
