import type { Example } from "../prompts/examples/example.ts";
import { firstOfEquals } from "./first-of-equals.ts";

/**
 * Examples as a run needs them, so that many fit into memory: without descriptions, which are for readers of the file, and
 * with equal lists of tags held once. Their digest is no longer that of the dataset.
 */
export function createLeanExamples(): (example: Example) => Example {
  const tagsOf = firstOfEquals<readonly string[]>();
  return ({ description: _, ...example }) =>
    example.tags === undefined ? example : { ...example, tags: tagsOf(example.tags) };
}
