import { judgeTasks } from "../../evaluation/judging/judge-digests.ts";
import { judgeSource } from "../../evaluation/judging/judge-source.ts";
import { isJudged, type JudgeSource, resolveJudge } from "../../evaluation/judging/resolve-judge.ts";
import type { ConfigProblem } from "../../evaluation/scoring/scorer.ts";
import { optionsOf } from "../../evaluation/scoring/scorer-checks.ts";
import type { LocatedExample } from "../../prompts/examples/examples-file.ts";
import { CONFIG_FILE } from "../../prompts/layout.ts";
import type { ScorerConfig } from "../../prompts/metadata.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { KeyPath } from "../../prompts/reading/parsed-file.ts";
import type { TaskCheck } from "../check.ts";
import { exampleScorerProblems, metadataScorerProblems } from "../scorer-problems.ts";

/** Whoever judges exists, can judge and has a price. Says nothing where the configuration cannot be read. */
export const checkJudges: TaskCheck = ({ task: { metadata, examples }, repository }) => {
  if (metadata?.value === undefined) return [];
  if (repository.problems.some(({ file }) => file === CONFIG_FILE)) return [];
  const { scorers } = metadata.value.evaluation;
  const source = judgeSource(repository, metadata.value);
  const own = metadataScorerProblems(metadata, judgeProblems(scorers, source));
  const named = new Set(judgeTasks(scorers));
  return [...own, ...examples.flatMap((located) => assertProblems(located, source, named))];
};

function judgeProblems(configs: readonly ScorerConfig[], source: JudgeSource): readonly ConfigProblem[] {
  return configs.flatMap((config, index) => {
    if (!isJudged(config)) return [];
    const found = resolveJudge(config, source);
    return found.kind === "judge" ? [] : [{ ...found.problem, path: [index, ...found.problem.path] }];
  });
}

function assertProblems(
  located: LocatedExample,
  source: JudgeSource,
  named: ReadonlySet<string>,
): readonly Problem[] {
  const lists: readonly (readonly [KeyPath, readonly ScorerConfig[]])[] = [
    [["assert"], located.example.assert ?? []],
    ...(located.example.messages ?? []).map(
      ({ assert = [] }, at) => [["messages", at, "assert"], assert] as const,
    ),
  ];
  return lists.flatMap(([keys, configs]) =>
    exampleScorerProblems(located, keys, [
      ...judgeProblems(configs, source),
      ...unnamedJudges(configs, named),
    ]),
  );
}

/** What an evaluation depends on stands in the metadata, so that a change of the judge makes its evidence stale. */
function unnamedJudges(
  configs: readonly ScorerConfig[],
  named: ReadonlySet<string>,
): readonly ConfigProblem[] {
  return configs.flatMap((config, index) => {
    if (!isJudged(config)) return [];
    const judge = optionsOf(config)["judge"];
    if (typeof judge !== "string" || named.has(judge)) return [];
    const found = `the judge task "${judge}" is named by no scorer of the metadata`;
    return [{ path: [index, "judge"], found, fix: "Name it there too, or leave `judge` out." }];
  });
}
