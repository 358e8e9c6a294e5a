import { expect, test } from "vitest";
import type { Verdict } from "../../src/evaluation/report.ts";
import { authorWords } from "../../src/gate/author-words.ts";
import { exitCodeOf, worstVerdict } from "../../src/gate/exit-code.ts";
import { boundText, chanceText, scoreText } from "../../src/gate/figures.ts";

test.each<[Verdict, number]>([
  ["pass", 0],
  ["error", 3],
  ["inconclusive", 4],
  ["drift", 4],
  ["fail", 5],
  ["regression", 5],
  ["unhealthy", 6],
])("%s exits %i", (verdict, exit) => {
  expect(exitCodeOf(verdict)).toBe(exit);
});

test("several runs end as the worst of them: 3, 6, 5, 4, 0", () => {
  const all: Verdict[] = ["pass", "inconclusive", "fail", "unhealthy", "error"];
  const exits = all.map((_, most) => exitCodeOf(worstVerdict(all.slice(0, most + 1))));
  expect(exits).toEqual([0, 4, 5, 6, 3]);
});

test("no run at all is done, not failed", () => {
  expect(worstVerdict([])).toBe("pass");
});

test.each<[Parameters<typeof authorWords>[0], string]>([
  [{ verdict: "pass" }, "Good to go"],
  [{ verdict: "fail" }, "Blocked: worse"],
  [{ verdict: "regression" }, "Blocked: worse"],
  [{ verdict: "inconclusive", inconclusive: "noise" }, "Needs a person"],
  [{ verdict: "inconclusive", inconclusive: "provider" }, "Could not test - not your fault"],
  [{ verdict: "drift" }, "The model moved"],
])("authors read %o as %s", (decision, words) => {
  expect(authorWords(decision)).toBe(words);
});

test("a score just under the threshold is never printed as the threshold", () => {
  expect(scoreText(0.899996, 0.9)).toBe("0.899996");
  expect(scoreText(0.89996, 0.9)).toBe("0.89996");
  expect(scoreText(0.9, 0.9)).toBe("0.9000");
});

test("bounds are printed as they were written, chances with two digits", () => {
  expect([0.9, 0.855, 1].map(boundText)).toEqual(["0.90", "0.855", "1.00"]);
  expect([0.00170898, 0.000099, 0.41].map(chanceText)).toEqual(["p = 0.0017", "p < 0.0001", "p = 0.41"]);
});
