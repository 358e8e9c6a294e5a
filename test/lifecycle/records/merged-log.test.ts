import fc from "fast-check";
import { expect, it } from "vitest";
import { conflictLine, withoutConflict } from "../../../src/lifecycle/records/merged-log.ts";

const line = fc.integer({ min: 0, max: 20 }).map((number) => `{"entry":${number}}`);
const lines = fc.uniqueArray(line, { maxLength: 6 });
const textOf = (parts: readonly string[]): string => parts.map((part) => `${part}\n`).join("");

it("every line of both sides stays, once, in its order, and no marker does", () => {
  fc.assert(
    fc.property(lines, lines, lines, fc.boolean(), (before, ours, theirs, isThreeWay) => {
      const base = isThreeWay ? ["||||||| 1234567"] : [];
      const text = textOf([
        ...before,
        "<<<<<<< HEAD",
        ...ours,
        ...base,
        "=======",
        ...theirs,
        ">>>>>>> topic",
      ]);
      expect(conflictLine(text)).toBe(before.length + 1);
      expect(withoutConflict(text)).toBe(textOf([...new Set([...before, ...ours, ...theirs])]));
    }),
  );
});

it("a log without markers is left byte for byte, even where it repeats itself or ends within a line", () => {
  fc.assert(
    fc.property(fc.array(line), fc.boolean(), (all, isComplete) => {
      const text = isComplete ? textOf(all) : all.join("\n");
      expect(withoutConflict(text)).toBe(text);
    }),
  );
});
