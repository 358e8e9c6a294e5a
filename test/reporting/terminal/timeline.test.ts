import { describe, expect, test } from "vitest";
import { PLAIN_PALETTE } from "../../../src/reporting/terminal/palette.ts";
import { renderStep, renderTimeline } from "../../../src/reporting/terminal/timeline.ts";

describe("the timeline of a tour", () => {
  test("a step is one line with symbol, title, duration and detail", () => {
    const line = renderStep(
      { state: "done", title: "Validate", detail: "no problem", durationMs: 41 },
      PLAIN_PALETTE,
    );
    expect(line).toMatch(/^✔ Validate +41 ms {2}no problem\n$/);
  });

  test("details of several steps begin in the same column", () => {
    const text = renderTimeline(
      [
        { state: "done", title: "Validate", detail: "here", durationMs: 7 },
        { state: "failed", title: "Deploy to the local target", detail: "here", durationMs: 61_000 },
      ],
      PLAIN_PALETTE,
    );
    const [first, second] = text.split("\n").map((line) => line.indexOf("here"));
    expect(first).toBe(second);
  });

  test("notes hang below their step, and theirs below them", () => {
    const notes = [{ text: "score", notes: [{ text: "before" }] }, { text: "end" }];
    expect(
      renderStep({ state: "blocked", title: "Promote", notes }, PLAIN_PALETTE).split("\n").slice(1),
    ).toEqual(["  ├ score", "  │ └ before", "  └ end", ""]);
  });

  test("a step's text never spills over its line", () => {
    const step = {
      state: "done" as const,
      title: "a\nb",
      detail: "c\r\n::error::d",
      notes: [{ text: "e\nf" }],
    };
    expect(
      renderStep(step, PLAIN_PALETTE)
        .trimEnd()
        .split(/[\r\n]+/),
    ).toHaveLength(2);
  });
});
