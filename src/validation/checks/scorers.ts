import { checkScorers as checkConfigs } from "../../evaluation/scoring/scorer-checks.ts";
import { scorerFiles } from "../../evaluation/scoring/scorer-files.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { TaskCheck } from "../check.ts";
import { metadataScorerProblems } from "../scorer-problems.ts";

/** Every scorer of the metadata can work, and the files that scorers run exist. */
export const checkScorers: TaskCheck = ({ task: { metadata }, repository }) => {
  if (metadata?.value === undefined) return [];
  const { scorers } = metadata.value.evaluation;
  const wrong = metadataScorerProblems(metadata, checkConfigs(scorers));
  const absent = scorerFiles(scorers).filter((path) => repository.files.read(path) === undefined);
  return [
    ...wrong,
    ...absent.map(
      (path): Problem => ({
        ...metadata.placeOfText(["evaluation", "scorers"], path),
        code: "missing-file",
        severity: "error",
        found: `a scorer runs ${path}, which does not exist`,
        fix: `Add ${path}, or correct the path.`,
      }),
    ),
  ];
};
