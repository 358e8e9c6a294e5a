import type { BaselineReport, EvalReport } from "../../src/evaluation/report.ts";
import { aDigest } from "./digest.ts";

export function aBaselineReport(overrides: Partial<BaselineReport> = {}): BaselineReport {
  return {
    version: "1.0.0",
    score: 0.85,
    difference: 0.05,
    interval: { low: -0.01, high: 0.11, level: 0.95 },
    better: 7,
    worse: 2,
    p_value: 0.98,
    test: "mcnemar_exact",
    ...overrides,
  };
}

export function aReport(overrides: Partial<EvalReport> = {}): EvalReport {
  return {
    schema_version: 1,
    run_id: "run-1",
    task: "support_reply",
    stage: "candidate",
    version: "1.1.0",
    model: { provider: "offline", name: "reader-1" },
    digests: {
      prompt: aDigest("a"),
      dataset: aDigest("b"),
      scorers: aDigest("c"),
      evaluation: aDigest("d"),
    },
    metric: "equals.pass_rate",
    score: 0.9,
    threshold: 0.8,
    interval: { low: 0.83, high: 0.94, level: 0.95 },
    metrics: { "equals.pass_rate": 0.9, "equals.mean": 0.9 },
    counts: { examples: 100, scored: 100, passed: 90, failed: 10, errors: 0, cached: 0 },
    cost: { usd: 0, tokens_in: 4_000, tokens_out: 1_000 },
    latency_ms: { p50: 2, p95: 5 },
    wall_ms: 250,
    evidence: "live",
    detectable_drop: 0.06,
    baseline: null,
    verdict: "pass",
    reasons: ["score 0.9000 is at or above the threshold 0.80"],
    at: "2026-01-31T12:00:00.000Z",
    commit: null,
    ...overrides,
  };
}
