import { anAuditEntry } from "../builders/audit-entry.ts";
import { aConfig } from "../builders/config.ts";
import { anExample } from "../builders/example.ts";
import { aMetadata } from "../builders/metadata.ts";
import { aProductionPrompt } from "../builders/production-prompt.ts";
import { aRegistry } from "../builders/registry.ts";
import { aReport } from "../builders/report.ts";
import { aTemplate } from "../builders/template.ts";
import * as complete from "./complete-values.ts";

export const aPipeline = {
  name: "enrich",
  steps: [{ task: "support_reply", input: { question: "/record/question" } }],
};
const completePipeline = {
  name: "enrich",
  description: "Two questions.",
  steps: [
    ...aPipeline.steps,
    {
      id: "again",
      task: "support_reply",
      version: "1.0.0",
      input: { question: "/steps/support_reply/text" },
    },
  ],
  output: { answer: "/steps/again" },
};

/** A format's name, an ordinary value, and one with every key. */
export const FORMATS: readonly (readonly [string, object, object])[] = [
  ["template", aTemplate(), complete.completeTemplate],
  ["metadata", aMetadata(), complete.completeMetadata],
  ["example", anExample(), complete.completeExample],
  ["production", aProductionPrompt(), complete.completeProduction],
  ["registry", aRegistry(), complete.completeRegistry],
  ["audit", anAuditEntry(), complete.completeAudit],
  ["config", aConfig(), complete.completeConfig],
  ["report", aReport(), complete.completeReport],
  ["evaluation-plan", complete.anEvaluationPlan, complete.anEvaluationPlan],
  ["release", complete.aRelease, complete.completeRelease],
  ["pipeline", aPipeline, completePipeline],
];
