import { gatePolicy } from "../../gate/policy.ts";
import { countingExamples } from "../../prompts/examples/example-exceptions.ts";
import type { TaskCheck } from "../check.ts";

/** Fewer examples can never prove a regression. */
const FEWEST_EXAMPLES = 5;

/** A ready task has enough examples to judge. Says nothing while some of them cannot be read. */
export const checkExampleCount: TaskCheck = ({ task, repository, today }) => {
  const metadata = task.metadata?.value;
  const [file] = task.exampleFiles;
  if (task.metadata === undefined || metadata === undefined || file === undefined) return [];
  if (task.exampleFiles.length < task.entry.examples.length) return [];
  if (task.exampleFiles.some(({ problems }) => problems.length > 0)) return [];
  const examples = task.examples.map(({ example }) => example);
  const count = countingExamples(examples, today ?? "").length;
  const left = examples.length - count;
  const { minExamples } = gatePolicy(metadata.evaluation, repository.config.gate);
  const has = `the task has ${count} ${count === 1 ? "example" : "examples"}${left === 0 ? "" : ` besides ${left} in quarantine`}`;
  if (count < FEWEST_EXAMPLES) {
    const found = `${has}; fewer than ${FEWEST_EXAMPLES} judge nothing`;
    const fix = `Add ${FEWEST_EXAMPLES - count} or more; ${minExamples} let the gate see regressions.`;
    return [{ file: file.path, line: 1, column: 1, code: "too-few-examples", severity: "error", found, fix }];
  }
  if (count >= minExamples) return [];
  const found = `${has}, fewer than ${minExamples}: it runs as a smoke test, which cannot see regressions`;
  const place = task.metadata.placeOf(["evaluation", "min_examples"]);
  const fix = `Add ${minExamples - count} or more examples.`;
  return [{ ...place, code: "smoke-only", severity: "warning", found, fix }];
};
