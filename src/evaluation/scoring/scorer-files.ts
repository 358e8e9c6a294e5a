import type { ScorerConfig } from "../../prompts/metadata.ts";
import { compareText } from "../../prompts/problem.ts";
import { scriptPath } from "../scorers/javascript.ts";
import { baseType } from "./scorer-names.ts";

/** The files that scorers run, sorted and without repetition: they belong to what an evaluation depends on. */
export function scorerFiles(configs: readonly ScorerConfig[]): readonly string[] {
  const paths = configs
    .filter((config) => baseType(config.type).base === "javascript")
    .map((config) => scriptPath(config["value"]))
    .filter((path) => path !== undefined);
  return [...new Set(paths)].sort(compareText);
}
