import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withLostLines } from "../../../src/lifecycle/records/lost-lines.ts";
import type { AuditEntry } from "../../../src/prompts/records/audit.ts";
import { anAuditEntry } from "../../builders/audit-entry.ts";

const step = (to: string, more: Partial<AuditEntry> = {}): string =>
  JSON.stringify(anAuditEntry({ operation: `promote-${to}`, to, ...more }));
const log = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

const [FIRST, SECOND, THIRD] = [step("1.0.0"), step("1.0.1"), step("1.0.2")];

describe("a line of the audit record that git's history holds", () => {
  test("and that is gone comes back where it stood", () => {
    const completed = withLostLines(log(FIRST, THIRD), [log(FIRST, SECOND, THIRD)]);
    expect(completed.text).toBe(log(FIRST, SECOND, THIRD));
    expect(completed.restored.map(({ to }) => to)).toEqual(["1.0.1"]);
  });

  test("comes back at the beginning, at the end and into an empty record alike", () => {
    const whole = log(FIRST, SECOND, THIRD);
    for (const left of [log(SECOND, THIRD), log(FIRST, SECOND), log(SECOND), ""])
      expect(withLostLines(left, [whole]).text).toBe(whole);
  });

  test("comes back before what was added since", () => {
    expect(withLostLines(log(FIRST, THIRD), [log(FIRST, SECOND)]).text).toBe(log(FIRST, SECOND, THIRD));
  });

  test("that was changed stands behind the change, so that the original counts and nothing is lost", () => {
    const changed = step("1.0.0", { operation: "promote-1.0.1" });
    const { text } = withLostLines(log(FIRST, changed, THIRD), [log(FIRST, SECOND, THIRD)]);
    expect(text).toBe(log(FIRST, changed, SECOND, THIRD));
  });

  test("is not missed where a merge only put it elsewhere, or twice", () => {
    const now = log(THIRD, FIRST, SECOND, FIRST);
    expect(withLostLines(now, [log(FIRST, SECOND, THIRD)])).toEqual({ text: now, restored: [] });
  });

  test("is not missed where it was no entry: a merge's markers, a cut line", () => {
    const before = log("<<<<<<< HEAD", FIRST, "=======", '{"operation": "cut', ">>>>>>> topic");
    expect(withLostLines(log(FIRST), [before]).restored).toEqual([]);
  });

  test("comes back once, from whichever of several texts held it, and then nothing is missed any more", () => {
    fc.assert(
      fc.property(
        fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]),
        fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]),
        (left, older) => {
          const all = [0, 1, 2, 3, 4, 5, 6, 7].map((version) => step(`1.0.${version}`));
          const pick = (which: readonly number[]): string => log(...which.map((at) => all[at] ?? ""));
          const earlier = [pick(older), log(...all)];
          const { text, restored } = withLostLines(pick(left), earlier);
          expect(text.trimEnd().split("\n").toSorted()).toEqual(all);
          expect(restored).toHaveLength(8 - left.length);
          expect(withLostLines(text, earlier)).toEqual({ text, restored: [] });
        },
      ),
    );
  });
});
