import { describe, expect, it } from "vitest";
import {
  isTurnOf,
  spentInMonth,
  type WatchedRun,
  wasMoved,
  watchState,
} from "../../../src/lifecycle/records/drift-watch.ts";

const DAYS = Array.from({ length: 14 }, (_, day) =>
  new Date(Date.UTC(2026, 10, 20 + day, 2, 23)).toISOString(),
);
const run = (run_id: string, verdict: WatchedRun["verdict"], more: Partial<WatchedRun> = {}): WatchedRun => ({
  ...{ run_id, verdict, stage: "production", version: "1.0.0" },
  ...more,
});

describe("the nights on which tasks are evaluated again", () => {
  it("a task has its turn once a week, always on the same day", () => {
    for (let at = 0; at < 200; at += 1) {
      const turns = DAYS.map((day) => isTurnOf(`task_${at}`, day, 7));
      expect(turns.filter((isTurn) => isTurn)).toHaveLength(2);
      expect(turns.slice(0, 7)).toEqual(turns.slice(7));
    }
  });

  it("a task has its turn as often as the configuration says", () => {
    const turns = (everyDays: number) => DAYS.filter((day) => isTurnOf("colour", day, everyDays)).length;
    expect([turns(1), turns(2), turns(14)]).toEqual([14, 7, 1]);
  });

  it("no night has much more to do than another", () => {
    const counts = DAYS.slice(0, 7).map(
      (day) =>
        Array.from({ length: 700 }, (_, at) => `task_${at}`).filter((task) => isTurnOf(task, day, 7)).length,
    );
    expect(Math.min(...counts)).toBeGreaterThan(60);
    expect(Math.max(...counts)).toBeLessThan(140);
  });
});

describe("an alarm about what is in production", () => {
  it("needs two runs in a row", () => {
    const worse = run("b", "fail");
    expect(watchState(worse, [])).toBe("suspected");
    expect(watchState(worse, [run("a", "pass"), worse])).toBe("suspected");
    expect(watchState(worse, [run("a", "drift"), worse])).toBe("moved");
  });

  it("is not made of a run that says nothing, nor ended by it", () => {
    expect(watchState(run("b", "inconclusive"), [run("a", "fail")])).toBe("unknown");
    expect(watchState(run("c", "fail"), [run("a", "fail"), run("b", "inconclusive")])).toBe("moved");
  });

  it("is about this version as it runs, not about another one or a candidate", () => {
    expect(watchState(run("b", "fail"), [run("a", "fail", { version: "0.9.0" })])).toBe("suspected");
    expect(watchState(run("b", "fail"), [run("a", "fail", { stage: "candidate" })])).toBe("suspected");
  });

  it("is not made of some examples: these only make all of them be asked", () => {
    const some = { sample: { of: 200, seed: "1" } };
    expect(watchState(run("b", "fail", some), [run("a", "fail")])).toBe("unknown");
    expect(watchState(run("b", "fail"), [run("a", "fail", some)])).toBe("suspected");
    expect(watchState(run("b", "pass", some), [run("a", "fail")])).toBe("well");
  });

  it("was open where the two runs before were worse", () => {
    const [a, b] = [run("a", "fail"), run("b", "drift")];
    expect(wasMoved(run("c", "pass"), [a, b])).toBe(true);
    expect(wasMoved(run("c", "pass"), [a, run("x", "pass"), b])).toBe(false);
  });

  it("ends with the first run that is well", () => {
    expect(watchState(run("c", "pass"), [run("a", "fail"), run("b", "fail")])).toBe("well");
  });
});

describe("the month's budget", () => {
  it("counts what was asked of production in the same month, and unknown costs as nothing", () => {
    const cost = (at: string, usd: number | null, stage = "production") => ({ at, stage, cost: { usd } });
    const runs = [
      cost("2026-11-01T00:00:00.000Z", 0.5),
      cost("2026-11-19T02:23:00.000Z", 0.25),
      cost("2026-11-19T02:24:00.000Z", null),
      cost("2026-11-19T02:25:00.000Z", 9, "candidate"),
      cost("2026-10-31T23:59:59.999Z", 9),
    ];
    expect(spentInMonth(runs, "2026-11-20T02:23:00.000Z")).toBe(0.75);
  });
});
