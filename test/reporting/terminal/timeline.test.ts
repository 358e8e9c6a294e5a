import { describe, expect, test } from "vitest";
import { PLAIN_PALETTE } from "../../../src/reporting/terminal/palette.ts";
import { renderStep } from "../../../src/reporting/terminal/timeline.ts";

describe("the timeline of a tour", () => {
  test("a step is one line with symbol, title, duration and detail", () => {
    const line = renderStep(
      { state: "done", title: "Validate", detail: "no problem", durationMs: 41 },
      PLAIN_PALETTE,
    );
    expect(line).toMatch(/^✔ Validate +41 ms {2}no problem\n$/);
  });

  test("details of several steps begin in the same column", () => {
    const first = renderStep(
      { state: "done", title: "Validate", detail: "here", durationMs: 7 },
      PLAIN_PALETTE,
    );
    const second = renderStep(
      { state: "failed", title: "Deploy to the local target", detail: "here", durationMs: 61_000 },
      PLAIN_PALETTE,
    );
    expect(first).toContain("here");
    expect(first.indexOf("here")).toBe(second.indexOf("here"));
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
