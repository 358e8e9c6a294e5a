import { describe, expect, it } from "vitest";
import type { EvalReport } from "../../../src/evaluation/report.ts";
import type { GatePolicy } from "../../../src/gate/decision.ts";
import { judgedBy } from "../../../src/gate/policy.ts";
import type { Replay } from "../../../src/gate/replay.ts";
import { reusedReport } from "../../../src/lifecycle/evidence/reused-report.ts";
import { aPolicy } from "../../builders/gate-inputs.ts";
import { aBaselineReport, aReport } from "../../builders/report.ts";

const BEFORE = aPolicy({ threshold: 0.8 });

const aMeasured = (verdict: EvalReport["verdict"], overrides: Partial<EvalReport> = {}): EvalReport =>
  aReport({
    ...{ verdict, threshold: BEFORE.threshold, policy: judgedBy(BEFORE), baseline: aBaselineReport() },
    ...overrides,
  });

const saying = (verdict: Replay["verdict"]): Replay => ({ verdict, basis: "answers", reasons: ["as it is"] });

const reused = (
  report: EvalReport,
  replay: Replay,
  policy: GatePolicy = BEFORE,
  { isConfirmed = false, isAccepted = false } = {},
) => reusedReport({ report, replay, isConfirmed, isAccepted }, { policy, version: "2.0.0" });

describe("an earlier run is used again", () => {
  it.each(["pass", "fail", "regression"] as const)(
    "as it is where it says %s under the same rules",
    (verdict) => {
      const report = aMeasured(verdict);
      expect(reused(report, saying(verdict))).toEqual({
        kind: "report",
        report: { ...report, version: "2.0.0" },
      });
    },
  );

  it("under another threshold, which its report then names with the reason", () => {
    const stricter = aPolicy({ threshold: 0.85 });
    expect(reused(aMeasured("pass"), saying("pass"), stricter)).toMatchObject({
      report: {
        ...{ verdict: "pass", threshold: 0.85, policy: judgedBy(stricter) },
        reasons: ["as it is", "decided anew from the same answers with threshold 0.85 (was 0.8)"],
      },
    });
  });

  it("where it was red and a lower threshold lets it pass", () => {
    const report = aMeasured("fail");
    expect(reused(report, saying("pass"), aPolicy({ threshold: 0.5 }))).toMatchObject({
      report: { verdict: "pass", threshold: 0.5 },
    });
  });

  it("where stricter rules block it and a second round confirms that, or there is nothing to compare with", () => {
    const stricter = aPolicy({ threshold: 0.99 });
    expect(reused(aMeasured("fail"), saying("fail"), stricter, { isConfirmed: true }).kind).toBe("report");
    expect(reused(aMeasured("pass", { baseline: null }), saying("fail"), stricter).kind).toBe("report");
  });

  it("where it could not tell, and an owner has accepted that under the same rules", () => {
    const [report, accepted] = [aMeasured("inconclusive"), { isAccepted: true }];
    expect(reused(report, saying("inconclusive"), BEFORE, accepted).kind).toBe("report");
    const stricter = aPolicy({ threshold: 0.85 });
    expect(reused(report, saying("inconclusive"), stricter, accepted).kind).toBe("ask_again");
  });
});

describe("the models are asked again", () => {
  it.each(["inconclusive", "error", "unhealthy"] as const)("where the run said %s", (verdict) => {
    expect(reused(aMeasured(verdict), saying(verdict))).toEqual({
      kind: "ask_again",
      why: `its verdict is ${verdict}`,
    });
  });

  it("where its report says another verdict than its answers", () => {
    expect(reused(aMeasured("pass"), saying("regression"))).toMatchObject({
      why: "its answers say regression, and its report pass",
    });
  });

  it("where stricter rules block what passed, and nothing has confirmed it", () => {
    expect(reused(aMeasured("pass"), saying("fail"), aPolicy({ threshold: 0.99 }))).toMatchObject({
      why: "with threshold 0.99 (was 0.8) it says fail, which nothing has confirmed",
    });
  });

  it("where today's rules cannot tell", () => {
    const looser = aPolicy({ threshold: 0.5 });
    expect(reused(aMeasured("fail"), saying("inconclusive"), looser, { isConfirmed: true }).kind).toBe(
      "ask_again",
    );
  });
});
