import { promptDigest } from "../../prompts/digests.ts";
import type { Metadata, ScorerConfig } from "../../prompts/metadata.ts";
import type { Repository } from "../../prompts/repository.ts";
import { optionsOf } from "../scoring/scorer-checks.ts";
import { scorerName } from "../scoring/scorer-names.ts";
import { judgeSource } from "./judge-source.ts";
import { isJudged, resolveJudge } from "./resolve-judge.ts";

/** The digest of each judge's prompt (its words, its model, its parameters) by the scorer that it judges for. */
export function judgeDigests(repository: Repository, metadata: Metadata): Readonly<Record<string, string>> {
  const judged = metadata.evaluation.scorers.filter(isJudged);
  if (judged.length === 0) return {};
  const source = judgeSource(repository, metadata);
  return Object.fromEntries(
    judged.flatMap((config) => {
      const found = resolveJudge(config, source);
      return found.kind === "problem"
        ? []
        : [[`judge of ${scorerName(config)}`, promptDigest(found.judge.prompt)]];
    }),
  );
}

/** Names of the tasks whose prompts judge, sorted and without repetition. */
export function judgeTasks(configs: readonly ScorerConfig[]): readonly string[] {
  const named = configs.filter(isJudged).map((config) => optionsOf(config)["judge"]);
  return [...new Set(named.filter((name) => typeof name === "string"))].sort();
}
