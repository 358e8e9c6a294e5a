import { describe, expect, it } from "vitest";
import { isTurnOf, type WatchedRun, watchState } from "../../src/lifecycle/drift-watch.ts";

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
      const turns = DAYS.map((day) => isTurnOf(`task_${at}`, day));
      expect(turns.filter((isTurn) => isTurn)).toHaveLength(2);
      expect(turns.slice(0, 7)).toEqual(turns.slice(7));
    }
  });

  it("no night has much more to do than another", () => {
    const counts = DAYS.slice(0, 7).map(
      (day) =>
        Array.from({ length: 700 }, (_, at) => `task_${at}`).filter((task) => isTurnOf(task, day)).length,
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

  it("ends with the first run that is well", () => {
    expect(watchState(run("c", "pass"), [run("a", "fail"), run("b", "fail")])).toBe("well");
  });
});
