import { describe, expect, it } from "vitest";
import { decisionNotices } from "../../../src/deployment/notices/decision-notices.ts";
import {
  decidedNotice,
  triedNotice,
  undecidedNotice,
} from "../../../src/deployment/notices/undecided-notice.ts";
import type { EvalReport } from "../../../src/evaluation/report.ts";
import type { AuditEntry } from "../../../src/prompts/records/audit.ts";
import { anAuditEntry } from "../../builders/audit-entry.ts";
import { aReport } from "../../builders/report.ts";

const promote = anAuditEntry({ operation: "op-1", to: "1.0.0" });
const override = anAuditEntry({ operation: "op-2", action: "override", to: "1.1.0", reason: "urgent" });
const alone = anAuditEntry({ ...override, operation: "op-3", details: { break_glass: true } });

const told = (before: readonly AuditEntry[], ...added: readonly AuditEntry[]) =>
  decisionNotices({ before, after: [...before, ...added], actor: "ada" }).map(
    ({ state, event }) => `${state} ${event}`,
  );

describe("decisions that no evidence stands behind", () => {
  it("are told: an override, and what one person decided alone", () => {
    expect(told([], promote)).toEqual([]);
    expect(told([promote], override)).toEqual(["alarm override"]);
    expect(told([promote], alone)).toEqual(["alarm break_glass"]);
  });

  it("are over with a promotion on evidence, and what was decided alone with a second person's look", () => {
    const later = anAuditEntry({ operation: "op-4", to: "1.2.0" });
    expect(told([override], later)).toEqual(["ended override"]);
    expect(told([alone], later)).toEqual(["ended break_glass"]);
    const closed = anAuditEntry({ operation: "op-5", action: "close" });
    expect(told([{ ...alone, actor: "grace" }], closed)).toEqual(["ended break_glass"]);
    expect(told([promote], later)).toEqual([]);
  });

  it("are told by whoever took them, not by whose command fetched them", () => {
    expect(told([promote], { ...override, actor: "grace" })).toEqual([]);
  });
});

const digests = (prompt: string) => ({ ...aReport().digests, prompt });
const run = (at: number, verdict: EvalReport["verdict"], prompt = "p"): EvalReport =>
  aReport({
    run_id: `run-${at}`,
    stage: "candidate",
    verdict,
    digests: digests(prompt),
    at: `2026-11-2${at}`,
  });

describe("a promotion that stays undecided", () => {
  const three = [run(1, "inconclusive"), run(2, "inconclusive"), run(3, "inconclusive")];

  it("is told after three runs of the same prompt in a row, once", () => {
    expect(undecidedNotice("colour", three.slice(1))).toBeUndefined();
    expect(undecidedNotice("colour", three)?.title).toBe("colour waits for its promotion");
    const fourth = undecidedNotice("colour", [...three, run(4, "inconclusive")]);
    expect(fourth?.id).toBe(undecidedNotice("colour", three)?.id);
  });

  it("is none where a run between decided, or was of another prompt or stage", () => {
    expect(
      undecidedNotice("colour", [run(0, "inconclusive"), run(1, "fail"), ...three.slice(1)]),
    ).toBeUndefined();
    expect(undecidedNotice("colour", [run(1, "inconclusive", "other"), ...three.slice(1)])).toBeUndefined();
    const production = three.map((each) => ({ ...each, stage: "production" }));
    expect(undecidedNotice("colour", production)).toBeUndefined();
  });

  it("is the same alarm as that of a merged prompt whose runs lie on machines that are gone", () => {
    const tried = {
      task: "colour",
      promptDigest: "p",
      tries: 3,
      why: "no check evaluated it",
      at: "2026-11-24",
    };
    const notice = triedNotice(tried);
    expect([notice.id, notice.title]).toEqual([
      undecidedNotice("colour", three)?.id,
      undecidedNotice("colour", three)?.title,
    ]);
    expect(notice.reasons.at(-1)).toBe("each time it was evaluated, since no check evaluated it");
    expect(triedNotice({ ...tried, promptDigest: "q" }).id).not.toBe(notice.id);
  });

  it("is over once it is promoted", () => {
    const promotion = { operation: "op-9", at: "2026-11-25", version: "1.1.0" };
    expect(decidedNotice("colour", [...three, run(4, "pass")], promotion)?.state).toBe("ended");
    expect(decidedNotice("colour", [run(4, "pass")], promotion)).toBeUndefined();
  });
});
