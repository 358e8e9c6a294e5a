import type { SchemaFault } from "../../prompts/adapters/json-schema.ts";
import type { LocatedExample } from "../../prompts/examples/examples-file.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { TaskCheck } from "../check.ts";
import { mismatch } from "../example-mismatch.ts";
import { usableSchema } from "../usable-schema.ts";

/** Every example's input fits the task's input schema. */
export const checkInputs: TaskCheck = ({ task }) => {
  const metadata = task.metadata?.value;
  if (metadata === undefined) return [];
  const usable = usableSchema(metadata.input);
  if (!("check" in usable)) return [];
  return task.examples.flatMap((located) =>
    usable.check(located.example.input).map((fault) => inputProblem(located, fault)),
  );
};

const inputProblem = (located: LocatedExample, fault: SchemaFault): Problem =>
  mismatch(located, { root: "input", schema: "input", fault });
