import { REPORT_FORMATS } from "../evaluation/report-formats.ts";
import type { Command } from "../frame/command.ts";

export const evalRunnerCommand: Command = {
  name: "eval-runner",
  summary: "Runs a task's examples, scores the answers, judges the gate and logs the run.",
  writes: true,
  flags: {
    task: { kind: "many", value: "TASK", help: "evaluate this task; several by commas" },
    all: { kind: "switch", help: "evaluate every ready task" },
    "changed-since": {
      kind: "text",
      value: "REF",
      help: "evaluate ready tasks that changed since the merge-base with REF",
    },
    stage: { kind: "text", value: "STAGE", help: "candidate (default), production, or a version" },
    baseline: {
      kind: "text",
      value: "VERSION",
      help: "compare with production (default), a version, or none",
    },
    outputs: {
      kind: "text",
      value: "FILE.jsonl",
      help: "score answers made elsewhere; one --task, never evidence for promotion",
    },
    "baseline-outputs": {
      kind: "text",
      value: "FILE.jsonl",
      help: "with --outputs: answers to compare with",
    },
    provider: {
      kind: "many",
      value: "NAME",
      help: "ask this provider instead of the task's; a run for each, paired with --model",
    },
    model: { kind: "many", value: "NAME", help: "ask this model instead of the task's; a run for each" },
    "base-url": {
      kind: "text",
      value: "URL",
      help: "another address of the provider, if pipeline.config.yaml lists it",
    },
    concurrency: { kind: "number", value: "N", help: "calls at once (default 16)", least: 1, most: 512 },
    repeat: {
      kind: "number",
      value: "N",
      help: "answers for each example (default: the task's)",
      least: 1,
      most: 100,
    },
    "max-cost": {
      kind: "number",
      value: "USD",
      help: "stop before more is spent, what a resumed run had spent included",
      least: 0,
    },
    resume: {
      kind: "text",
      value: "RUN",
      help: "go on with an unfinished run: only what is missing is asked",
    },
    "only-failed": {
      kind: "text",
      value: "RUN",
      help: "ask only the examples again that failed in that run; no evidence, not logged",
    },
    sample: {
      kind: "number",
      value: "N",
      help: "with --stage production or VERSION: ask only N examples, chosen by --seed",
      least: 1,
    },
    seed: { kind: "text", value: "TEXT", help: "what chooses the examples of --sample (default 1)" },
    shard: {
      kind: "text",
      value: "I/N",
      help: "ask only this part of the examples and write it into --out for --merge",
    },
    merge: { kind: "many", value: "DIR", help: "judge the shards below this folder as one run" },
    "no-cache": { kind: "switch", help: "ask again even where the answer is known" },
    out: { kind: "text", value: "DIR", help: "where reports go (default .pipeline/reports)" },
    report: { kind: "many", value: "FORMAT", help: "write reports", choices: REPORT_FORMATS },
    "no-log": { kind: "switch", help: "keep no record in prompts/04-evals" },
  },
  examples: [
    "npm run eval-runner -- --task feature_determination",
    "npm run eval-runner -- --changed-since origin/main --report markdown,html",
    "npm run eval-runner -- --task product_attributes --outputs answers.jsonl --json",
    "npm run eval-runner -- --resume run-20261121T020629123Z-3f9a1c",
    "npm run eval-runner -- --merge shards --report html",
  ],
  run: async (context) => (await import("../evaluation/run-evaluations.ts")).runEvaluations(context),
};
