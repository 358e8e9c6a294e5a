import * as expressions from "./expression-rules.ts";
import * as jobs from "./job-rules.ts";
import * as notices from "./notice-rules.ts";
import * as permissions from "./permission-rules.ts";
import { pinsThatDiffer } from "./pins-that-differ.ts";
import * as required from "./required-check-rules.ts";
import * as secrets from "./secret-rules.ts";
import * as steps from "./step-rules.ts";
import * as supply from "./supply-rules.ts";
import { jobsAreAsDecided } from "./table-rules.ts";
import * as verdicts from "./verdict-rules.ts";
import type { Workflow, WorkflowRule } from "./workflow-file.ts";

/** Rules about one workflow, by their names. */
export const RULES: Readonly<Record<string, WorkflowRule>> = {
  ...expressions,
  ...jobs,
  ...notices,
  ...permissions,
  ...required,
  ...secrets,
  ...steps,
  ...supply,
  ...verdicts,
  jobsAreAsDecided,
};

/** What any rule says about any of them, and what only all of them together show. */
export const violationsIn = (workflows: readonly Workflow[]): readonly string[] => [
  ...workflows.flatMap((workflow) => Object.values(RULES).flatMap((rule) => rule(workflow))),
  ...pinsThatDiffer(workflows),
];
