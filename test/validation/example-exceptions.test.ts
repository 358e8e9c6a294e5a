import { describe, expect, it } from "vitest";
import { renderProblem } from "../../src/prompts/problem.ts";
import { aRepository, exampleLines, PATHS } from "../builders/a-repository.ts";
import { validated } from "../builders/validated.ts";

const withFirst = (more: object, count = 24): ReturnType<typeof aRepository> => {
  const [first = "", ...others] = exampleLines(count).split("\n");
  const line = JSON.stringify({ ...JSON.parse(first), ...more });
  return aRepository({ [PATHS.examples]: [line, ...others].join("\n") });
};

const found = (more: object, today = "2026-06-15", count = 24): readonly string[] =>
  validated(withFirst(more, count), { today }).problems.map(renderProblem);

const quarantine = (until: string) => ({ quarantine: { until, reason: "the provider's fault" } });

describe("a quarantine", () => {
  it("is no problem while its end is more than a week away", () => {
    expect(found(quarantine("2026-06-23"))).toEqual([]);
  });

  it.each([
    ["2026-06-22", "ends in 7 days"],
    ["2026-06-16", "ends in a day"],
    ["2026-06-15", "ends today"],
    ["2026-06-14", "ended on 2026-06-14; it counts again"],
  ])("until %s is told: it %s", (until, words) => {
    const [line = "", ...others] = found(quarantine(until));
    expect(others).toEqual([]);
    expect(line).toContain(": warning[quarantine-ends]");
    expect(line).toContain(words);
  });

  it("until a day that does not exist is an error", () => {
    expect(found(quarantine("2026-02-31"))[0]).toContain("2026-02-31, which is no day");
  });

  it("needs a day and a reason", () => {
    expect(found({ quarantine: { until: "soon", reason: "x" } })[0]).toContain("quarantine.until");
    expect(found({ quarantine: { until: "2026-12-31" } })[0]).toContain('"reason"');
  });

  it("leaves one example less that counts towards the least number", () => {
    expect(found(quarantine("2026-12-31"), "2026-06-15", 20)[0]).toContain(
      "the task has 19 examples besides 1 in quarantine, fewer than 20",
    );
    expect(found(quarantine("2026-12-31"), "2026-06-15", 5)[0]).toContain("fewer than 5 judge nothing");
  });
});

describe("an example that passes when some of its answers do", () => {
  it("cannot need more passes than it has answers", () => {
    expect(found({ flaky: { pass: 4, of: 3 } })[0]).toContain("must pass 4 times and is asked 3 times");
    expect(found({ flaky: { pass: 3, of: 3 } })).toEqual([]);
  });
});
