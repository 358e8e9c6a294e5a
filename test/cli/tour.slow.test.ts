import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentOf } from "../builders/command-process.ts";
import { GuidedTour, stopAfter } from "./guided-tour.ts";

let tour: GuidedTour;

beforeEach(() => {
  tour = new GuidedTour();
});

afterEach(() => {
  tour.remove();
});

/** A tour is many commands, and this machine may be busy. */
const PATIENCE_MS = 240_000;

describe("the guided tour of this project's own prompts", () => {
  it(
    "does every step it tells, on a copy, and leaves nothing behind",
    async () => {
      const before = tour.ground.seen();
      const ended = await tour.start("--json", "--quiet").ended;
      expect({ exit: ended.exit, stderr: ended.stderr }).toEqual({ exit: 0, stderr: "" });
      const { ok, steps } = documentOf(ended) as { readonly ok?: boolean; readonly steps?: readonly Step[] };
      expect(ok).toBe(true);
      expect(steps?.map(({ state, title }) => `${state}: ${title}`)).toEqual([
        "done: validate",
        "done: improve one candidate",
        "done: evaluate and judge the gate",
        "done: promote on that evidence",
        "done: deploy and evaluate what is live",
        "done: drill: ship a worse prompt",
        "done: live evaluation finds it",
        "done: the same bytes stay refused",
        "done: status",
      ]);
      expect(tour.ground.seen()).toEqual(before);
      expect(tour.left()).toEqual({ files: [], processes: 0 });
    },
    PATIENCE_MS,
  );

  it(
    "that is stopped half-way leaves nothing running and no copy",
    async () => {
      const { exit, stderr } = await stopAfter(tour, "promote on that evidence", "SIGTERM");
      expect(exit).toBe(143);
      expect(stderr).toContain("nothing is left running");
      expect(tour.left()).toEqual({ files: [], processes: 0 });
    },
    PATIENCE_MS,
  );
});

interface Step {
  readonly state: string;
  readonly title: string;
}
