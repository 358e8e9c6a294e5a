import { describe, expect, it } from "vitest";
import { mergeEffect } from "../../src/reporting/merge-effect.ts";
import type { ReportedEnvironment, ReportedRun } from "../../src/reporting/reported-run.ts";
import { aDigest } from "../builders/digest.ts";
import { aBaselineReport, aReport } from "../builders/report.ts";
import { aReportedRun } from "../builders/reported-run.ts";

const SHOP = ["staging", "production"].map((environment) => ({ service: "shop", environment }));
const OFFICE = [{ service: "office", environment: "live" }];
const STANDING = { version: "1.0.0", promptDigest: aDigest("9") };
const LOWERED = [{ kind: "threshold" as const, found: "the threshold was lowered from 0.9 to 0.8" }];

const run = (task: string, parts: Partial<ReportedRun> = {}): ReportedRun =>
  aReportedRun({ report: aReport({ task, baseline: aBaselineReport() }), production: STANDING, ...parts });

const undone = (runs: readonly ReportedRun[]): readonly string[] =>
  mergeEffect(runs).undo.map(({ command }) => command);

describe("what merging does", () => {
  it("is a promotion and, place by place, the deployments of the services that answer for each task", () => {
    const runs = [run("a", { environments: SHOP }), run("b", { environments: OFFICE }), run("c")];
    expect(mergeEffect(runs).effect).toBe(
      "Promotes a to 1.1.0 and deploys to shop/staging, then shop/production. Promotes b to 1.1.0 and deploys to office/live. Promotes c to 1.1.0.",
    );
  });

  it("is nothing where the very bytes are in production, whatever else was changed", () => {
    const report = aReport({ baseline: aBaselineReport() });
    const production = { version: "1.1.0", promptDigest: report.digests.prompt };
    for (const gateChanges of [[], LOWERED])
      expect(mergeEffect([aReportedRun({ report, production, gateChanges, environments: SHOP })])).toEqual({
        effect: "Changes nothing in production.",
        undo: [],
        byHand: [],
      });
  });

  it("waits for a reason where the gate was made easier, and says by whom and how it is given", () => {
    const { effect, undo, byHand } = mergeEffect([run("a", { gateChanges: LOWERED, environments: SHOP })]);
    expect(effect).toBe(
      "Leaves a 1.1.0 out until, after the merge, a release manager gives the reason in the workflow `override`.",
    );
    expect(byHand.map(({ command }) => command)).toEqual([
      'npm run eval-runner -- --task a && npm run promote -- --task a --reason "…" --commit --tag --push',
    ]);
    expect(undo).toEqual([]);
  });

  it("leaves out what only waits beside what is promoted", () => {
    const { effect, undo } = mergeEffect([run("a"), run("b", { gateChanges: LOWERED })]);
    expect(effect).toMatch(/^Promotes a to 1\.1\.0\. Leaves b 1\.1\.0 out/);
    expect(undo).toHaveLength(1);
  });

  it("leaves out what a decision keeps out, and says why and how it comes back, as words and not as commands", () => {
    const found = "these are the bytes of version 1.0.1, which was replaced with 1.0.0 by ada: `rm -rf`";
    const keptOut = { found, fix: "Change the prompt; or, `npm run promote -- --task b --override`." };
    const { effect, undo } = mergeEffect([
      run("a"),
      run("b", { keptOut, gateChanges: LOWERED, scripts: new Set() }),
    ]);
    expect(effect).toBe(
      "Promotes a to 1.1.0. Leaves b out: these are the bytes of version 1.0.1, which was replaced with 1.0.0 by ada: 'rm -rf'. Change the prompt; or, `npx gpt-pipeline-hub promote --task b --override`.",
    );
    expect(undo).toHaveLength(1);
  });

  it("is nothing where a decision keeps all of it out", () => {
    const keptOut = { found: "the task was retired", fix: "Say why." };
    expect(mergeEffect([run("a", { keptOut })])).toEqual({
      effect: "Leaves a out: the task was retired. Say why. Changes nothing in production.",
      ...{ undo: [], byHand: [] },
    });
    const { effect } = mergeEffect(["a", "b"].map((task) => run(task, { keptOut })));
    expect(effect).toMatch(/^Leaves a, b out: a decision stands against each of them, as told below\./);
  });

  it("is no promotion on answers that were made elsewhere", () => {
    const report = aReport({ evidence: "external" });
    expect(mergeEffect([aReportedRun({ report })]).effect).toMatch(/^Leaves .* answers made elsewhere/);
  });

  it("is nothing as long as one task is blocked", () => {
    const blocked = run("b", { report: aReport({ task: "b", verdict: "regression" }) });
    expect(mergeEffect([run("a"), blocked])).toEqual({
      effect: "Nothing changes: production stays as it is until the check passes.",
      ...{ undo: [], byHand: [] },
    });
  });

  it("names the first two and the last of many environments, and of many ways the first two", () => {
    const places = (count: number, service = "shop"): readonly ReportedEnvironment[] =>
      [...Array(count).keys()].map((at) => ({ service, environment: `e${at}` }));
    expect(mergeEffect([run("a", { environments: places(6) })]).effect).toBe(
      "Promotes a to 1.1.0 and deploys to shop/e0, then shop/e1, then 3 more, then shop/e5.",
    );
    const runs = [..."abcde"].map((task) => run(task, { environments: places(1, task) }));
    expect(mergeEffect(runs).effect).toBe(
      "Promotes a to 1.1.0 and deploys to a/e0. Promotes b to 1.1.0 and deploys to b/e0. Promotes 3 more tasks elsewhere.",
    );
  });

  it("names as many tasks as fit a line, at least one, and counts the others", () => {
    const named = (name: string): string =>
      mergeEffect([...Array(6).keys()].map((at) => run(`${name}_${at}`))).effect;
    expect(named("a")).toBe("Promotes a_0 to 1.1.0, a_1 to 1.1.0, a_2 to 1.1.0, a_3 to 1.1.0 and 2 more.");
    expect(named("a".repeat(61))).toBe(`Promotes ${"a".repeat(61)}_0 to 1.1.0 and 5 more.`);
  });
});

describe("how a merge is undone", () => {
  it("is a rollback in every environment, the last one first", () => {
    expect(undone([run("a", { environments: SHOP })])).toEqual([
      'npm run rollback -- --service shop --environment production --task a --reason "…" --commit --push',
      'npm run rollback -- --service shop --environment staging --task a --reason "…" --commit --push',
    ]);
  });

  it("is one command more for each task, each in its own places", () => {
    const runs = [...Array(10).keys()].map((at) => run(`task_${at}`, { environments: OFFICE }));
    expect(undone(runs)).toHaveLength(10);
    expect(undone(runs).filter((command) => command.includes("--task task_7 "))).toHaveLength(1);
  });

  it("is a return to the version before where no service answers for the task", () => {
    expect(undone([run("a", { environments: [] })])).toEqual([
      'npm run promote -- --task a --to 1.0.0 --reason "…" --commit --push',
    ]);
  });

  it("is retirement of a task that was never in production", () => {
    const fresh = aReportedRun({ report: aReport({ task: "a" }), environments: SHOP });
    expect(undone([fresh])).toEqual(['npm run archive -- --task a --reason "…" --commit --push']);
  });
});
