import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Problem } from "../../../src/prompts/problem.ts";
import {
  COMMENT_MARKER,
  MAX_COMMENT,
  renderMarkdownReport,
} from "../../../src/reporting/markdown/markdown-report.ts";
import { problemAnnotations, runAnnotations } from "../../../src/reporting/on-github/check-annotations.ts";
import { renderCheckComment } from "../../../src/reporting/on-github/check-comment.ts";
import { type CheckSituation, checkOutcome } from "../../../src/reporting/on-github/check-outcome.ts";
import { planComment, stampedComment } from "../../../src/reporting/on-github/sticky-comment.ts";
import { COMMENT_CASES } from "../../builders/comment-cases.ts";
import { anExample } from "../../builders/example.ts";
import { pageLines } from "../../builders/page-lines.ts";
import { aBaselineReport, aReport } from "../../builders/report.ts";
import { aReportedRun, aRunWithNewlyFailing, aScoredResult } from "../../builders/reported-run.ts";
import { HOSTILE } from "../hostile-texts.ts";

const HEAD = "a".repeat(40);
const AT = { commit: HEAD, isDraft: false, attempt: 1, url: "https://github.invalid/run" };

const situation = (parts: Partial<CheckSituation> = {}): CheckSituation => ({
  ...{ problems: [], runs: [], missing: [], waiting: [] },
  ...parts,
});

const aProblem = (overrides: Partial<Problem> = {}): Problem => ({
  ...{ file: "prompts/00-templates/a.yaml", line: 3, column: 5, code: "yaml-syntax", severity: "error" },
  ...{ found: "a tab", fix: "Use blanks." },
  ...overrides,
});

const regression = aRunWithNewlyFailing(["e1", "e2"], {
  report: aReport({
    verdict: "regression",
    baseline: aBaselineReport({ worse: 2 }),
    reasons: ["2 examples worse"],
  }),
});

const comment = (parts: Partial<CheckSituation>, more: Partial<typeof AT> = {}): string =>
  renderCheckComment(situation(parts), { ...AT, ...more }, 65_000);

const waiting = [{ task: "reply", why: "a fork gets no keys" }];

describe("the whole comment", () => {
  const noted = {
    ...regression,
    ...{ accepted: { by: "grace", reason: "known" } },
    gateChanges: [{ kind: "threshold" as const, found: "the threshold was lowered from 0.9 to 0.8" }],
    report: aReport({
      ...regression.report,
      model_changes: [{ kind: "within_run", now: ["large-1", "large-2"] }],
    }),
  };

  const many = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
  const runOf = fc.constantFrom(
    aReportedRun(),
    regression,
    noted,
    aReportedRun({ report: aReport({ verdict: "fail" }) }),
    aReportedRun({ report: aReport({ verdict: "drift" }) }),
    aReportedRun({ report: aReport({ verdict: "inconclusive" }), cause: "noise" }),
    aReportedRun({ report: aReport({ verdict: "inconclusive" }), cause: "provider" }),
    aReportedRun({ gateChanges: noted.gateChanges }),
    aReportedRun({ report: aReport({ detectable_drop: null }) }),
    { ...regression, data: "personal" as const },
  );
  const anySituation = fc.record({
    problems: fc.constantFrom(0, 1, 3, 9).map((count) => many(count).map(() => aProblem())),
    missing: fc.constantFrom(0, 1, 8).map((count) => many(count).map((at) => `task_${at}`)),
    waiting: fc
      .constantFrom(0, 1, 8)
      .map((count) => many(count).map((at) => ({ task: `reply_${at}`, why: "no key" }))),
    runs: fc.array(runOf, { maxLength: 9 }),
  });

  it.each(Object.entries(COMMENT_CASES))(
    "shows fewer than 15 lines before its first fold: %s",
    (_, parts) => {
      for (const isDraft of [false, true]) expect(pageLines(comment(parts, { isDraft }))).toBeLessThan(15);
    },
  );

  it("shows fewer than 15 lines before its first fold, whatever there is to say", () => {
    fc.assert(
      fc.property(anySituation, fc.boolean(), (parts, isDraft) => {
        const text = comment(parts, { isDraft });
        expect(pageLines(text)).toBeLessThan(15);
        expect(text.split("<details>").length).toBe(text.split("</details>").length);
      }),
    );
  });

  it("names exactly one next step for the author and one for the owner, all of it above the fold", () => {
    fc.assert(
      fc.property(anySituation, (parts) => {
        fc.pre(parts.runs.length + parts.missing.length + parts.waiting.length + parts.problems.length > 0);
        const text = comment(parts);
        const head = text.split("<details>")[0] ?? "";
        for (const who of ["Author", "Owner"]) {
          const steps = [...text.matchAll(new RegExp(`\\*\\*${who}, next:\\*\\* (.*)`, "g"))];
          expect(steps).toHaveLength(1);
          expect(head).toContain(steps[0]?.[0] ?? "no step");
          expect(steps[0]?.[1]).not.toMatch(/(;|,) or\b|\bor,|^Nothing.*\bor\b/);
        }
      }),
    );
  });

  it("promises a promotion only where the check is green", () => {
    fc.assert(
      fc.property(anySituation, (parts) => {
        if (!comment(parts).includes("Promotes ")) return;
        expect(checkOutcome(situation(parts)).conclusion).toBe("success");
      }),
    );
  });

  it("begins with the gravest matter, and folds what else is open under its own heading", () => {
    const blocked = comment({ runs: [regression], missing: ["reply"], waiting });
    expect(blocked.split("<details>")[0]).toContain("### ✘ Blocked: worse");
    expect(blocked).toContain("<details><summary>◆ Could not test - not your fault</summary>");
    expect(blocked).toContain("<details><summary>◆ Checked, not evaluated</summary>");
    const missing = comment({ runs: [aReportedRun()], missing: ["reply"] });
    expect(missing.split("<details>")[0]).toContain("### ◆ Could not test");
    expect(missing).toMatch(/<details><summary>✔ Good to go · <code>/);
  });

  it("calls a page with a full report so only where something was evaluated", () => {
    expect(comment({ waiting })).toContain(">page of the run</a>");
    expect(comment({ runs: [regression] })).toContain(">run and full report</a>");
  });
});

describe("what a check says as a whole", () => {
  it.each([
    ["nothing changed", {}, "success", 0],
    ["all passed", { runs: [aReportedRun()] }, "success", 0],
    ["one of two is worse", { runs: [aReportedRun(), regression] }, "failure", 5],
    ["a file cannot be used", { problems: [aProblem()], runs: [regression] }, "failure", 3],
    [
      "only a warning",
      { problems: [aProblem({ severity: "warning" })], runs: [aReportedRun()] },
      "success",
      0,
    ],
    [
      "noise",
      { runs: [aReportedRun({ report: aReport({ verdict: "inconclusive" }), cause: "noise" })] },
      "action_required",
      4,
    ],
    ["a result did not arrive", { runs: [aReportedRun()], missing: ["reply"] }, "action_required", 4],
    ["a fork without a key", { runs: [aReportedRun()], waiting }, "neutral", 4],
  ] as const)("%s", (_, parts, conclusion, exit) => {
    expect(checkOutcome(situation(parts))).toMatchObject({ conclusion, exit });
  });

  it("only evaluated and passed is green", () => {
    fc.assert(
      fc.property(fc.nat(2), fc.nat(2), fc.nat(2), fc.boolean(), (errors, missing, waits, isWorse) => {
        const parts = {
          problems: Array.from({ length: errors }, () => aProblem()),
          missing: Array.from({ length: missing }, (_, at) => `task_${at}`),
          waiting: Array.from({ length: waits }, () => ({ task: "reply", why: "no key" })),
          runs: [isWorse ? regression : aReportedRun()],
        };
        const isGreen = errors + missing + waits === 0 && !isWorse;
        expect(checkOutcome(situation(parts)).exit === 0).toBe(isGreen);
        expect(checkOutcome(situation(parts)).conclusion === "success").toBe(isGreen);
      }),
    );
  });
});

describe("the comment of a check", () => {
  it("holds what eval-runner writes, word for word", () => {
    const body = renderMarkdownReport([regression]).replace(`${COMMENT_MARKER}\n`, "");
    expect(comment({ runs: [regression] })).toContain(body);
  });

  it("names commit, attempt and the page of the run", () => {
    const text = comment({ runs: [regression] }, { attempt: 2 });
    expect(text).toContain("<code>aaaaaaaaaaaa</code>, attempt 2");
    expect(text).toContain('href="https://github.invalid/run"');
  });

  it("says of a draft that it is one", () => {
    const [head = "", ...rest] = comment({ runs: [regression] }, { isDraft: true }).split("<details>");
    expect(rest.join("")).toContain("<sub>Draft: ");
    expect(head).toBe(comment({ runs: [regression] }).split("<details>")[0]);
  });

  it.each([
    ["problems", { problems: Array.from({ length: 300 }, (_, at) => aProblem({ line: at + 1 })) }],
    ["missing results", { runs: [regression], missing: ["a", "b", "c", "d", "e", "f", "g"] }],
    ["a fork", { waiting }],
  ] as const)("with %s one step each stands above the fold, in fewer than 20 lines", (_, parts) => {
    const head = comment(parts).split("<details>")[0] ?? "";
    expect(head).toContain("**Author, next:**");
    expect(head).toContain("**Owner, next:**");
    expect(head.split("\n").filter((line) => line !== "").length).toBeLessThan(20);
  });

  it("fits whatever hundreds of tasks, thousands of problems and huge answers hold", () => {
    const text = fc.constantFrom(HOSTILE, "ü".repeat(3000), "</details>", "a");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(3000), text, (tasks, problems, answer) => {
        const runs = Array.from({ length: tasks }, (_, at) =>
          aRunWithNewlyFailing(["e1", "e2"], {
            report: aReport({ task: `task_${at}`, verdict: "regression", reasons: [answer] }),
            results: [aScoredResult("e1", false, { output: answer })],
            examples: [anExample({ id: "e1", expected: answer })],
          }),
        );
        const parts = { runs, problems: Array.from({ length: problems }, () => aProblem({ found: answer })) };
        const whole = stampedComment(comment(parts), { head: HEAD, run: 1, attempt: 1 });
        expect(new TextEncoder().encode(whole).length).toBeLessThanOrEqual(MAX_COMMENT);
        expect(whole.match(/<details>/g)?.length ?? 0).toBe(whole.match(/<\/details>/g)?.length ?? 0);
      }),
      { numRuns: 12 },
    );
  });
});

/** What would do something on GitHub if it reached a page as it is. */
const ALIVE = [
  /(^|[^\w`])@(everyone|octocat)/m,
  /<script|<img|onerror=alert\(1\)>/,
  /!\[x\]\(/,
  /\]\(javascript:/,
  /^::set-env/m,
  /##\[group\]/,
  /^# heading/m,
];

/** Characters that colour a terminal or turn the direction of a text. */
const hidden = (text: string): readonly string[] =>
  [...text].filter((one) => ["\u001b", "\u202e"].includes(one));

const hostileRun = aReportedRun({
  report: aReport({ verdict: "regression", reasons: [HOSTILE], baseline: aBaselineReport() }),
  results: [aScoredResult(HOSTILE, false, { output: HOSTILE })],
  baselineResults: [aScoredResult(HOSTILE, true, { output: HOSTILE })],
  examples: [anExample({ id: HOSTILE, input: { title: HOSTILE }, expected: HOSTILE })],
});

describe("nothing that a pull request brings comes alive", () => {
  it("in comment and summary", () => {
    const text = comment({
      runs: [hostileRun],
      problems: [aProblem({ file: HOSTILE, found: HOSTILE, fix: HOSTILE })],
      missing: [HOSTILE],
      waiting: [{ task: HOSTILE, why: HOSTILE }],
    });
    for (const pattern of ALIVE) expect(text).not.toMatch(pattern);
    expect(hidden(text)).toEqual([]);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  it("in annotations, whose texts are plain, hide nothing and end no command", () => {
    const places = { template: "a.yaml", examples: new Map([[HOSTILE, { path: "e.jsonl", line: 2 }]]) };
    const all = [
      ...runAnnotations(hostileRun, places),
      ...problemAnnotations([aProblem({ found: HOSTILE })]),
    ];
    expect(all).toHaveLength(3);
    for (const { title, message } of all) {
      expect(title).not.toContain("\n");
      expect(hidden(title + message)).toEqual([]);
      expect(title.length).toBeLessThanOrEqual(255);
      expect(message.length).toBeLessThan(8_000);
    }
  });
});

describe("personal data", () => {
  const PERSON = "Rosalind Quimby";
  const run = aReportedRun({
    report: aReport({ verdict: "regression", baseline: aBaselineReport() }),
    results: [aScoredResult("e1", false, { output: `Dear ${PERSON}` })],
    baselineResults: [aScoredResult("e1", true, { output: PERSON })],
    examples: [anExample({ id: "e1", input: { title: PERSON }, expected: PERSON, tags: [PERSON] })],
    data: "personal",
  });

  it("reaches neither comment nor annotation", () => {
    const places = { template: "a.yaml", examples: new Map([["e1", { path: "e.jsonl", line: 2 }]]) };
    const shown = `${comment({ runs: [run] })}${JSON.stringify(runAnnotations(run, places))}`;
    expect(shown).toContain("e1");
    expect(shown).not.toContain("Quimby");
  });
});

describe("the one comment", () => {
  const stamp = { head: HEAD, run: 7, attempt: 2 };
  const ours = (body: string, isByBot = true) => ({ id: 5, body, isByBot });
  const shown = (about: Partial<typeof stamp>) =>
    ours(stampedComment(`${COMMENT_MARKER}\ntext`, { ...stamp, ...about }));

  it.each([
    ["is written where there is none", [], { kind: "add" }],
    ["is not a person's that looks like it", [{ ...shown({}), isByBot: false }], { kind: "add" }],
    ["is not one that quotes it", [ours(`> ${COMMENT_MARKER}`)], { kind: "add" }],
    ["is edited by a later attempt", [shown({ attempt: 1 })], { kind: "edit", id: 5 }],
    ["is edited by the same attempt", [shown({})], { kind: "edit", id: 5 }],
    ["is edited for a newer head", [shown({ head: "b".repeat(40), run: 9 })], { kind: "edit", id: 5 }],
    ["stays where a later attempt wrote it", [shown({ attempt: 3 })], { kind: "leave" }],
    ["stays where a later run wrote it", [shown({ run: 8, attempt: 1 })], { kind: "leave" }],
    ["is edited where its stamp is gone", [ours(COMMENT_MARKER)], { kind: "edit", id: 5 }],
  ] as const)("%s", (_, existing, plan) => {
    expect(planComment(existing, stamp, HEAD)).toMatchObject(plan);
  });

  it("is left alone once the pull request has moved on", () => {
    expect(planComment([shown({ attempt: 1 })], stamp, "c".repeat(40))).toMatchObject({ kind: "leave" });
  });
});
