import { describe, expect, it } from "vitest";
import { authorWords } from "../../src/gate/author-words.ts";
import { exitCodeOf } from "../../src/gate/exit-code.ts";
import { EXIT } from "../../src/prompts/exit-code.ts";
import { readProjectFile } from "../architecture/project-files.ts";

const page = readProjectFile("docs/exit-codes.md");
const VERDICTS = ["pass", "fail", "regression", "drift", "unhealthy", "error"] as const;

describe("docs/exit-codes.md", () => {
  it("has a row for every exit code", () => {
    expect(Object.values(EXIT).filter((code) => !page.includes(`\n| ${code} | `))).toEqual([]);
  });

  it.each(VERDICTS)("%s: has the words that authors read, and the exit code", (verdict) => {
    const row = page.split("\n").find((line) => line.startsWith(`| ${authorWords({ verdict })} | `));
    expect(row).toContain(verdict);
    expect(row).toMatch(new RegExp(`\\| ${exitCodeOf(verdict)} \\|$`));
  });

  it.each(["noise", "provider"] as const)("inconclusive for %s: has its own words", (inconclusive) => {
    const words = authorWords({ verdict: "inconclusive", inconclusive });
    expect(page).toContain(`| ${words} | inconclusive: ${inconclusive} | 4 |`);
  });
});
