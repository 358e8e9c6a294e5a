import fc from "fast-check";
import { expect, it } from "vitest";
import { bisect, type Status } from "../../src/lifecycle/bisect.ts";

function searchIn(statuses: readonly Status[]) {
  const seen: number[] = [];
  const found = bisect(statuses.length, async (at) => {
    seen.push(at);
    return statuses[at] ?? "unknown";
  });
  return found.then((bisection) => ({ bisection, seen }));
}

const broken = (good: number, bad: number): readonly Status[] => [
  ...Array.from({ length: good }, () => "passed" as const),
  ...Array.from({ length: bad }, () => "failed" as const),
];

it("the first failing version is found, in about log2 steps", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), async (good, bad) => {
      const { bisection, seen } = await searchIn(broken(good, bad));
      expect(bisection).toEqual({ kind: "found", good: good - 1, bad: good });
      expect(seen.length).toBeLessThanOrEqual(3 + Math.log2(good + bad));
    }),
  );
});

it("whatever the versions say, what is found passes and then fails", async () => {
  const status = fc.constantFrom<Status>("passed", "failed", "unknown");
  await fc.assert(
    fc.asyncProperty(fc.array(status, { minLength: 1, maxLength: 20 }), async (statuses) => {
      const { bisection, seen } = await searchIn(statuses);
      expect(new Set(seen).size).toBe(seen.length);
      if (bisection.kind !== "found" && bisection.kind !== "gap") return;
      expect([statuses[bisection.good], statuses[bisection.bad]]).toEqual(["passed", "failed"]);
      const between = statuses.slice(bisection.good + 1, bisection.bad);
      expect(between.every((one) => one === "unknown")).toBe(true);
      expect(between.length > 0).toBe(bisection.kind === "gap");
    }),
  );
});

it("nothing is searched where the newest passes, the oldest fails, or either cannot be judged", async () => {
  const kind = async (...statuses: Status[]) => (await searchIn(statuses)).bisection.kind;
  expect(await kind("failed", "passed")).toBe("not_broken");
  expect(await kind("failed", "passed", "failed")).toBe("never_passed");
  expect(await kind("failed")).toBe("never_passed");
  expect(await kind("unknown", "failed")).toBe("end_unknown");
  expect(await kind("passed", "unknown")).toBe("end_unknown");
});
