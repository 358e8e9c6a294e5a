import type { EvaluationPlan } from "../../src/cli/evaluation/planning/evaluation-plan.ts";
import type { BaselineReport, EvalReport } from "../../src/evaluation/report.ts";
import { judgedBy } from "../../src/gate/policy.ts";
import type { EcsConfig, PipelineConfig } from "../../src/prompts/config.ts";
import type { Example } from "../../src/prompts/examples/example.ts";
import type { EvaluationPolicy, Metadata } from "../../src/prompts/metadata.ts";
import type { AuditEntry } from "../../src/prompts/records/audit.ts";
import type { PromptVersion } from "../../src/prompts/records/production-prompt.ts";
import type { Registry } from "../../src/prompts/records/registry.ts";
import { type Release, releasedPath } from "../../src/prompts/records/release.ts";
import type { Template } from "../../src/prompts/rendering/template.ts";
import { anAuditEntry } from "../builders/audit-entry.ts";
import { aConfig } from "../builders/config.ts";
import { aDigest } from "../builders/digest.ts";
import { anExample } from "../builders/example.ts";
import { aPolicy as someRules } from "../builders/gate-inputs.ts";
import { aMetadata, aPolicy } from "../builders/metadata.ts";
import { aProductionPrompt } from "../builders/production-prompt.ts";
import { aRegistry, aRegistryEnvironment, aRegistryTask } from "../builders/registry.ts";
import { aBaselineReport, aReport } from "../builders/report.ts";
import { aTemplate } from "../builders/template.ts";

/** `Required` makes the compiler ask for every key of a type, so that a schema cannot miss one unnoticed. */
const tools = [{ type: "function", function: { name: "look_up" } }];

export const completeTemplate: Required<Template> = {
  ...aTemplate(),
  description: "Answers a question.",
  tools,
  tool_choice: "auto",
};

export const completePolicy: Required<EvaluationPolicy> = {
  ...aPolicy(),
  min_examples: 20,
  max_regression: 0.02,
  max_unproven_drop: 0.1,
  repeats: 3,
  budget_usd: 1.5,
  strict: true,
  on_unclear: "hold",
};

export const completeMetadata: Required<Metadata> = {
  ...aMetadata(),
  description: "Answers a question.",
  tags: ["support"],
  data: "personal",
  evaluation: completePolicy,
  bump: "minor",
  change: "Shorter answers.",
  version: "1.2.0",
  changelog: [{ version: "1.2.0", date: "2026-01-31", change: "First version." }],
};

export const completeExample: Required<Example> = {
  ...anExample(),
  expected: { any_of: ["At nine.", "At 9."] },
  messages: [{ role: "user", content: "And on Sundays?", assert: [{ type: "icontains", value: "closed" }] }],
  assert: [{ type: "not-contains", value: "sorry" }],
  flaky: { pass: 2, of: 3 },
  quarantine: { until: "2026-12-31", reason: "The opening hours change." },
  tags: ["hours"],
  description: "The most frequent question.",
};

export const completeProduction: Required<PromptVersion> = {
  ...aProductionPrompt(),
  tools,
  tool_choice: { type: "function", function: { name: "look_up" } },
};

const [promoted] = aRegistryTask().versions;

export const completeRegistry: Required<Registry> = aRegistry({
  tasks: {
    support_reply: aRegistryTask(),
    overridden: aRegistryTask({
      production: {
        version: "2.0.0",
        sha256: aDigest("1"),
        prompt_digest: aDigest("2"),
        evidence: { kind: "override", reason: "Agreed with legal.", run_id: "run-2" },
      },
    }),
    downgraded: aRegistryTask({
      production: {
        version: "1.0.0",
        sha256: aDigest("1"),
        prompt_digest: aDigest("2"),
        evidence: { kind: "downgrade", reason: "Wrong units." },
      },
    }),
    retired: { versions: promoted === undefined ? [] : [{ ...promoted, status: "archived" }] },
  },
  environments: { "prompt-service/local": aRegistryEnvironment({ pins: { support_reply: "1.0.0" } }) },
});

export const completeAudit: Required<AuditEntry> = {
  ...anAuditEntry(),
  task: "support_reply",
  service: "prompt-service",
  environment: "production",
  from: "1.0.0",
  to: "1.1.0",
  reason: "Wrong units.",
  verdict: "regression",
  run_id: "run-2",
  details: { commit: null },
};

const completeEcs: Required<EcsConfig> = {
  account: "123456789012",
  region: "eu-central-1",
  cluster: "web",
  service: "prompts",
  repository: "prompt-service",
  container: "prompt-service",
  role: "prompts-deploy",
  test_url: "https://prompts.example:8443",
};

export const completeConfig: Required<PipelineConfig> = aConfig({
  providers: {
    openai: {
      kind: "openai",
      key_env: "OPENAI_API_KEY",
      base_url: "https://models.example/v1",
      models: { "model-1": { usd_per_mtok_in: 0.25, usd_per_mtok_out: 2, retires: "2027-01-31" } },
    },
  },
  services: [
    {
      name: "prompt-service",
      tasks: ["*"],
      environments: [
        { name: "staging", target: "local" },
        {
          name: "production",
          target: "ecs",
          after: "staging",
          url: "https://prompts.example",
          ecs: completeEcs,
        },
      ],
    },
  ],
  notify: [
    { on: ["rollback"], to: "issue" },
    { on: ["rollback"], to: "webhook", url_env: "HOOK_URL", secret_env: "HOOK_SECRET" },
    { on: ["drift"], to: "sns", topic_arn: "arn:aws:sns:eu-central-1:000000000000:prompts" },
  ],
  drift: { every_days: 7, examples: 30, budget_usd: 20 },
});

export const completeBaseline: Required<BaselineReport> = aBaselineReport();

export const completeReport: Required<EvalReport> = {
  ...aReport(),
  baseline: completeBaseline,
  slices: { hours: { examples: 10, score: null } },
  finish_reasons: { stop: 99, length: 1 },
  policy: judgedBy(someRules()),
  exceptions: { hours: { pass: 2, of: 3 }, prices: { quarantined_until: "2026-12-31" } },
  judging: { usd: 0.001, tokens_in: 10, tokens_out: 5 },
  answered_as: { "model-1-2026-09": 100 },
  sample: { of: 200, seed: "2026-11-20" },
  model_changes: [
    { kind: "between_runs", run_id: "run-0", before: ["model-1-2026-05"], now: ["model-1-2026-09"] },
  ],
};

export const anEvaluationPlan: EvaluationPlan = {
  schema_version: 1,
  dry_run: true,
  plan: [
    {
      task: "support_reply",
      why: "its template changed",
      stage: "candidate",
      version: "1.1.1",
      baseline: "1.1.0",
      model: { provider: "acme", name: "small-1" },
      examples: 24,
      repeats: 1,
      calls: 96,
      cost_usd: 0.5,
      limit_usd: null,
    },
  ],
  calls: 96,
  cost_usd: 0.5,
};

export const aRelease: Release = {
  schema_version: 1,
  service: "prompt-service",
  number: 1,
  commit: "c0ffee",
  image: `sha256:${aDigest("1")}`,
  current: { support_reply: "1.0.0" },
  prompts: [
    {
      task: "support_reply",
      version: "1.0.0",
      prompt_digest: aDigest("2"),
      path: releasedPath("support_reply", "1.0.0"),
      sha256: aDigest("3"),
    },
  ],
};

export const completeRelease: Required<Release> = { ...aRelease, gone: { support_reply: ["0.9.0"] } };
