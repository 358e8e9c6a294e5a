import { expect, it } from "vitest";
import { type Advance, progressLine } from "../../../src/cli/frame/progress-line.ts";

const line = (overrides: Partial<Advance>): string =>
  progressLine({
    ...{ task: "ticket_topic", done: 60, total: 600, isConfirmation: false },
    ...{ errors: 0, usd: 0, rate: 50, ...overrides },
  });

it("a run says how far it is, how fast and how long it will take, and nothing that is zero", () => {
  expect(line({})).toBe("ticket_topic ━───────────────  60/600 · 11 s left · 50/s");
});

it("one error is one error, and what was spent is told", () => {
  expect(line({ errors: 1, usd: 0.01239 })).toContain(" · 1 error · $0.0124");
  expect(line({ errors: 2 })).toContain(" · 2 errors");
});

it.each([
  [10, "54 s left"],
  [1.2, "7 min 30 s left"],
  [0.01, "15 h 0 min left"],
])("at %d answers a second %s", (rate, left) => {
  expect(line({ rate })).toContain(` · ${left} · `);
});

it("nothing is promised before anything was measured", () => {
  expect(line({ done: 0, rate: 0 })).toBe("ticket_topic ────────────────   0/600");
});

it("a confirmation says that it is one, and starts from the beginning", () => {
  expect(line({ done: 600, isConfirmation: true })).toContain("━ 600/600 · asked once more to confirm · ");
});
