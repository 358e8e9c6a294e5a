import { METADATA, PATHS, type TreeChanges } from "./a-repository.ts";

export const JUDGE = {
  template: "prompts/00-templates/rubric_judge.yaml",
  metadata: "prompts/03-metadata/rubric_judge.yaml",
  production: "prompts/02-production/rubric_judge.yaml",
} as const;

/** `support_reply` with these scorers, the first of which is named `kind`. */
export const judgedMetadata = (...scorers: readonly string[]): string =>
  METADATA.replace(
    "    - type: equals\n  metric: equals.pass_rate",
    `${scorers.map((scorer) => `    - ${scorer}\n`).join("")}  metric: kind.pass_rate`,
  );

/** A draft of a task whose prompt judges, and `support_reply`, which it judges for. */
export function aJudgeTask(changes: TreeChanges = {}): TreeChanges {
  return {
    [PATHS.metadata]: judgedMetadata(
      "{ type: llm-rubric, name: kind, judge: rubric_judge, value: Is kind. }",
    ),
    [JUDGE.template]: `id: rubric_judge
messages:
  - role: user
    content: "{{rubric}} {{output}}"
`,
    [JUDGE.metadata]: `task: rubric_judge
owners: ["@acme/quality"]
input:
  type: object
  properties:
    rubric: { type: string }
    output: { type: string }
  required: [rubric, output]
output:
  type: object
  properties:
    reason: { type: string }
    score: { type: number }
  required: [reason, score]
model: { provider: acme, name: small-1, parameters: { temperature: 0 } }
evaluation:
  scorers: [{ type: fields }]
  metric: fields.exact
  threshold: 0.8
`,
    ...changes,
  };
}
