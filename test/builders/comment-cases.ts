import type { CheckSituation } from "../../src/reporting/on-github/check-outcome.ts";
import type { ReportedRun } from "../../src/reporting/reported-run.ts";
import { aDigest } from "./digest.ts";
import { anExample } from "./example.ts";
import { aBaselineReport, aReport } from "./report.ts";
import { aReportedRun, aScoredResult } from "./reported-run.ts";

/** As long as names in a catalogue of industrial parts get. */
const TASK = "spare_parts_technical_feature_determination";
const OWNERS = ["@northwind-industrial/catalogue-quality-gate", "@northwind-industrial/release-managers"];
const ENVIRONMENTS = ["staging", "production"].map((environment) => ({
  service: "spare-parts-catalogue-prompts",
  environment: `${environment}-eu-central`,
}));

const TITLE = "SKF 6205-2RSH/C3 deep groove ball bearing, 25 x 52 x 15 mm, contact seals, steel cage";
const WHY = `fields: product_type found "ball bearing" and wanted "deep groove ball bearing"; bore_diameter is missing`;

const REASONS = [
  "47 examples worse, 12 better, in both of two runs: such a drop happens by chance with p = 0.000012",
  "0.0942 below version 12.10.4, which scored 0.8343",
  "score 0.7401 (95 % interval 0.70 to 0.78) is at or above the threshold 0.70",
];
const PASSED = [
  "score 0.8412 (95 % interval 0.80 to 0.88), two runs together, is at or above the threshold 0.70",
  "12 examples worse, 15 better: nothing speaks for a drop (p = 0.78)",
];

const named = (task: string): Partial<ReportedRun> => ({
  environments: ENVIRONMENTS,
  budgetUsd: 12.5,
  production: { version: "12.10.4", promptDigest: aDigest("e") },
  report: aReport({
    ...{ task, version: "12.11.0", score: 0.7401, threshold: 0.7, detectable_drop: 0.04 },
    baseline: aBaselineReport({
      version: "12.10.4",
      score: 0.8343,
      worse: 47,
      better: 12,
      difference: -0.0942,
    }),
    cost: { usd: 1.0375, tokens_in: 4_000_000, tokens_out: 100_000 },
  }),
});

const passed = (task = TASK): ReportedRun => {
  const base = named(task);
  return aReportedRun({ ...base, report: aReport({ ...base.report, reasons: PASSED }) });
};

/** 47 examples that pass in production and fail now, with inputs and reasons as real ones have. */
function worse(task = TASK): ReportedRun {
  const ids = Array.from({ length: 47 }, (_, at) => `catalogue-2026-supplier-export-${1000 + at}`);
  const base = named(task);
  return aReportedRun({
    ...base,
    report: aReport({ ...base.report, verdict: "regression", reasons: REASONS }),
    examples: ids.map((id) => anExample({ id, input: { manufacturer: "SKF", title: TITLE } })),
    baselineResults: ids.map((id) => aScoredResult(id, true)),
    results: ids.map((id) =>
      aScoredResult(id, false, {
        scores: [{ kind: "scored", scorer: "fields", value: 0, passed: false, why: WHY }],
      }),
    ),
  });
}

const having = (run: ReportedRun, more: Partial<ReportedRun>, report: object = {}): ReportedRun => ({
  ...run,
  ...more,
  report: { ...run.report, ...report },
});

/** Of a task that was never in production. */
function fresh({ production: _, baselineResults: __, ...run }: ReportedRun): ReportedRun {
  return having(run, {}, { baseline: null });
}

const GATE = {
  gateOwners: OWNERS,
  gateChanges: [
    { kind: "threshold", found: "the threshold was lowered from 0.75 to 0.7" },
    { kind: "scorers", found: "the scorers changed" },
    {
      kind: "examples",
      found:
        "14 examples were removed (catalogue-2026-supplier-export-1000, catalogue-2026-supplier-export-1001, catalogue-2026-supplier-export-1002 and 11 more)",
    },
  ],
} as const;

const CUT = {
  keptOut: {
    found:
      "these are the bytes of version 12.10.5, which was rolled back by grace on 2026-11-02 for: customers saw millimetres where inches were meant",
    fix: `Change the prompt, or bring it back by name: \`npm run promote -- --task ${TASK} --to 12.10.5 --reason "…"\`.`,
  },
} as const;

const MODELS = { model_changes: [{ kind: "within_run", now: ["large-1-2026-10", "large-1-2026-11"] }] };
const UNCLEAR = {
  verdict: "inconclusive",
  reasons: [
    "12 examples worse, 4 better: a drop of 0.0942 that noise alone makes in 7 of 100 runs (p = 0.077)",
  ],
};
const ACCEPTED = {
  cause: "noise",
  accepted: {
    by: "grace-hopper-northwind",
    reason: "the new titles are rarer than those that it lost, and the sold-out series is among them",
  },
} as const;

const several = (make: (task: string) => ReportedRun): readonly ReportedRun[] =>
  Array.from({ length: 10 }, (_, at) => make(`${TASK}_${at}`));

const about = (parts: Partial<CheckSituation>): CheckSituation => ({
  ...{ problems: [], runs: [], missing: [], waiting: [] },
  ...parts,
});

const ofOne = (run: ReportedRun): CheckSituation => about({ runs: [run] });
const tasks = Array.from({ length: 10 }, (_, at) => `${TASK}_${at}`);

/** Pull requests of real size, each as much as there is to say about it, by what it is about. */
export const COMMENT_CASES: Readonly<Record<string, CheckSituation>> = {
  "a pass": ofOne(passed()),
  "a first version": ofOne(fresh(passed())),
  "a smoke run": ofOne(
    having(
      passed(),
      {},
      { detectable_drop: null, reasons: ["smoke run: 6 examples of at least 20; it cannot see regressions"] },
    ),
  ),
  "a pass with an easier gate": ofOne(having(passed(), GATE)),
  "a pass with an easier gate and another model": ofOne(having(passed(), GATE, MODELS)),
  "a regression": ofOne(worse()),
  "a regression with an easier gate": ofOne(having(worse(), GATE)),
  "a regression with an easier gate and another model": ofOne(having(worse(), GATE, MODELS)),
  "a regression of personal data": ofOne(having(worse(), { data: "personal" })),
  "a score below the threshold": ofOne(fresh(having(worse(), {}, { verdict: "fail" }))),
  "a drop that nothing proves": ofOne(having(worse(), { cause: "noise" }, UNCLEAR)),
  "an accepted drop": ofOne(having(worse(), ACCEPTED, UNCLEAR)),
  "an accepted drop with an easier gate": ofOne(having(worse(), { ...ACCEPTED, ...GATE }, UNCLEAR)),
  "a provider that was down": ofOne(
    having(
      worse(),
      { cause: "provider" },
      { verdict: "inconclusive", reasons: ["31 of 400 answers did not come: 429 rate limit exceeded"] },
    ),
  ),
  "a model that moved": ofOne(having(worse(), {}, { verdict: "drift", ...MODELS })),
  "bytes that were taken back": ofOne(having(passed(), CUT)),
  "ten passes": about({ runs: several(passed) }),
  "ten passes with an easier gate": about({ runs: several((task) => having(passed(task), GATE)) }),
  "ten that were taken back": about({ runs: several((task) => having(passed(task), CUT)) }),
  "ten of every fate": about({
    runs: several((task) => {
      const at = Number(task.at(-1));
      if (at === 0) return having(passed(task), {}, { evidence: "external" });
      return having(passed(task), at < 4 ? {} : at < 7 ? GATE : CUT);
    }),
  }),
  "ten passes, each in a service of its own": about({
    runs: several((task) =>
      having(passed(task), {
        environments: ENVIRONMENTS.map((place) => ({
          ...place,
          service: `catalogue-prompts-${task.at(-1)}`,
        })),
      }),
    ),
  }),
  "a pass on its way through six environments": ofOne(
    having(passed(), {
      environments: ["dev", "test", "staging", "canary", "production-eu-central", "production-us-east"].map(
        (environment) => ({ service: "spare-parts-catalogue-prompts", environment }),
      ),
    }),
  ),
  "ten regressions": about({ runs: several(worse) }),
  "ten regressions with an easier gate": about({
    runs: several((task) => having(worse(task), GATE, MODELS)),
  }),
  "one regression of ten": about({ runs: [...several(passed).slice(1), worse(tasks[0])] }),
  "nine problems in the files": about({
    runs: [worse()],
    problems: tasks.slice(1).map((task) => ({
      ...{
        file: `prompts/00-templates/spare-parts/${task}.yaml`,
        line: 123,
        column: 15,
        severity: "error" as const,
      },
      ...{
        code: "unknown-placeholder" as const,
        found: `the placeholder "product_title" is no declared input`,
      },
      fix: "Declare it in `input` of the metadata, or take it out of the template.",
    })),
  }),
  "results that never arrived": about({ runs: [passed()], missing: tasks }),
  "a fork": about({
    waiting: tasks.map((task) => ({
      task,
      why: "the provider acme needs a key, and pull requests from forks get none",
    })),
  }),
};
