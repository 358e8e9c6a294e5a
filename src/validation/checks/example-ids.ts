import type { LocatedExample } from "../../prompts/examples/examples-file.ts";
import type { Place, Problem } from "../../prompts/problem.ts";
import type { TaskCheck } from "../check.ts";
import { MISLEADING } from "./misleading-text.ts";

/** Ids are unique within a task, over all its files, and look like what they are. */
export const checkExampleIds: TaskCheck = ({ task }) => {
  const first = new Map<string, LocatedExample>();
  const problems: Problem[] = [];
  for (const located of task.examples) {
    const { id } = located.example;
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, located);
    else problems.push(duplicate(located, earlier));
    if (id.search(MISLEADING) >= 0) problems.push(misleading(located));
  }
  return problems;
};

const placeOfId = ({ file, line }: LocatedExample): Place => file.positions(line).placeOf(["id"]);

const duplicate = (again: LocatedExample, first: LocatedExample): Problem => ({
  ...placeOfId(again),
  code: "duplicate-example",
  severity: "error",
  found: `example id "${again.example.id}" is taken (first at ${first.file.path}:${first.line})`,
  fix: "Give one of the two another id.",
});

const misleading = (located: LocatedExample): Problem => ({
  ...placeOfId(located),
  code: "text-encoding",
  severity: "error",
  found: "the example's id has invisible or direction-changing characters",
  fix: "Write the id again without them.",
});
