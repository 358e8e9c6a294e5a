import { describe, expect, it } from "vitest";
import { CHANGE_LIMITS, type ChangedPath, selectForeignChange } from "../../src/lifecycle/foreign-change.ts";

const aChange = (changes: Partial<ChangedPath> = {}): ChangedPath => ({
  ...{ path: "prompts/00-templates/colour.yaml", mode: "100644", blob: "b".repeat(40), bytes: 100 },
  ...changes,
});

describe("of a stranger's change", () => {
  it("the data files of authors are taken, removed ones too", () => {
    const removed = aChange({
      path: "prompts/01-examples/colour/old.jsonl",
      mode: "000000",
      blob: "",
      bytes: 0,
    });
    const found = selectForeignChange([aChange(), removed]);
    expect(found).toEqual({ taken: [aChange(), removed], ignored: [], refusals: [] });
  });

  it.each([
    "pipeline.config.yaml",
    "src/gate/decide.ts",
    ".github/workflows/check.yml",
    "prompts/02-production/colour.yaml",
    "prompts/04-evals/colour/history.jsonl",
    "prompt_audit.jsonl",
  ])("%s stays as it is here", (path) => {
    expect(selectForeignChange([aChange({ path })])).toEqual({ taken: [], ignored: [path], refusals: [] });
  });

  it.each<readonly [string, Partial<ChangedPath>, RegExp]>([
    ["a link", { mode: "120000" }, /is a link/],
    ["a submodule", { mode: "160000" }, /no plain file/],
    ["a program", { mode: "100755" }, /no plain file/],
    ["a script", { path: "prompts/01-examples/colour/score.mjs" }, /no data file/],
    ["a huge file", { bytes: CHANGE_LIMITS.fileBytes + 1 }, /bytes/],
  ])("%s refuses all of it", (_, changes, why) => {
    expect(selectForeignChange([aChange(), aChange(changes)]).refusals.join()).toMatch(why);
  });

  it("too many files, or too much of them, refuse all of it", () => {
    const many = Array.from({ length: CHANGE_LIMITS.files + 1 }, () => aChange());
    expect(selectForeignChange(many).refusals.join()).toContain("2001 files");
    const large = Array.from({ length: 9 }, () => aChange({ bytes: CHANGE_LIMITS.fileBytes }));
    expect(selectForeignChange(large).refusals.join()).toContain("bytes are more than");
  });
});
