import { metadataPath, templatePath } from "../../src/prompts/layout.ts";
import { aRepositoryInProduction, PATHS, type Tree, withChanges } from "./a-repository.ts";
import { aLabelTask, labelExamples, labelMetadata, labelTemplate, OFFLINE_CONFIG } from "./label-task.ts";

const examplesOf = (task: string): string => `prompts/01-examples/${task}/parts.jsonl`;

const CONFIG = OFFLINE_CONFIG.replace(
  "providers:",
  "providers:\n  acme:\n    kind: openai\n    key_env: ACME_KEY\n    models:\n      small-1: { usd_per_mtok_in: 1, usd_per_mtok_out: 2 }",
);

/** Where a problem is expected: `file:line:column` and its code. */
export type ExpectedProblem = readonly [place: string, code: string];

export interface BrokenRepository {
  readonly tree: Tree;
  readonly problems: readonly ExpectedProblem[];
}

/** One task for each way in which authors, editors and merges break files, and one promoted task that was tampered with. */
export function aBrokenRepository(): BrokenRepository {
  const tasks = ["syntax", "misspelt", "endless", "twice", "cut", "undeclared"].map((id) =>
    aLabelTask({ id }),
  );
  const base = aRepositoryInProduction();
  const registry = base.get(PATHS.registry);
  const production = base.get(PATHS.production);
  const tree = withChanges(base, {
    ...Object.assign({}, ...tasks),
    [PATHS.config]: CONFIG,
    [templatePath({ id: "syntax" })]: 'id: syntax\nmessages:\n  - role: user\n    content: "no end\n',
    [metadataPath({ id: "misspelt" })]: labelMetadata("misspelt").replace("threshold", "treshold"),
    [metadataPath({ id: "endless" })]: labelMetadata("endless").replace("threshold: 0.8", "threshold: .nan"),
    [examplesOf("twice")]: labelExamples(24).replace('"part-7"', '"part-3"'),
    [examplesOf("cut")]: labelExamples(24).replace('"expected":"blue"}', '"expected":'),
    [templatePath({ id: "undeclared" })]: labelTemplate("undeclared").replace("{{title}}", "{{tittle}}"),
    [PATHS.production]: `${production}# a hand edit\n`,
    [PATHS.registry]: `${registry}`.replace("tasks:\n", `tasks:\n${GHOST}`),
  });
  return { tree, problems: PROBLEMS };
}

const GHOST = `  ghost:
    production:
      version: "1.0.0"
      sha256: ${"a".repeat(64)}
      prompt_digest: ${"b".repeat(64)}
      evidence: { kind: override, reason: none }
    versions:
      - { version: "1.0.0", prompt_digest: ${"b".repeat(64)}, status: promoted }
`;

const PROBLEMS: readonly ExpectedProblem[] = [
  ["prompt_registry.yaml:6:5", "registry-dangling"],
  ["prompts/00-templates/syntax.yaml:4:14", "yaml-syntax"],
  ["prompts/00-templates/undeclared.yaml:9:15", "unknown-placeholder"],
  ["prompts/01-examples/cut/parts.jsonl:3:59", "json-syntax"],
  ["prompts/01-examples/twice/parts.jsonl:7:7", "duplicate-example"],
  ["prompts/02-production/support_reply.yaml:1:1", "locked-file-changed"],
  ["prompts/03-metadata/endless.yaml:17:14", "invalid-value"],
  ["prompts/03-metadata/misspelt.yaml:14:3", "missing-key"],
  ["prompts/03-metadata/misspelt.yaml:17:3", "unknown-key"],
  ["prompts/03-metadata/undeclared.yaml:8:14", "unused-input"],
];
