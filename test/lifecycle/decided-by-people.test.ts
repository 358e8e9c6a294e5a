import fc from "fast-check";
import { expect, it } from "vitest";
import { aLabelTask, OFFLINE_CONFIG } from "../builders/label-task.ts";
import { DecidedTask, turns } from "./decided-by-people.ts";

it("whatever people decide, what runs every hour undoes none of it and promotes all else", () => {
  const files = { "pipeline.config.yaml": OFFLINE_CONFIG, ...aLabelTask({ id: "colour" }) };
  fc.assert(
    fc.property(turns, (history) => {
      const task = new DecidedTask(files);
      for (const turn of history) task.play(turn);
    }),
    { numRuns: 15, seed: 63 },
  );
  expect.hasAssertions();
});
