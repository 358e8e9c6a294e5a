import { describe, expect, it } from "vitest";
import { GuidedTour, stopAfter } from "./guided-tour.ts";

const STEPS = [
  "validate",
  "improve one candidate",
  "evaluate and judge the gate",
  "promote on that evidence",
  "deploy and evaluate what is live",
  "drill: ship a worse prompt",
  "live evaluation finds it",
  "the same bytes stay refused",
];

describe("the guided tour leaves nothing behind, whenever it is stopped", () => {
  it.each(STEPS)("after: %s", async (step) => {
    const tour = new GuidedTour();
    const { exit } = await stopAfter(tour, step, "SIGINT");
    expect({ exit, ...tour.left() }).toEqual({ exit: 130, files: [], processes: 0 });
    tour.remove();
  });
});
