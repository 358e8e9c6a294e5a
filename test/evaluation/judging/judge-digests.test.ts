import { describe, expect, it } from "vitest";
import { judgeDigests } from "../../../src/evaluation/judging/judge-digests.ts";
import { readRepository } from "../../../src/prompts/repository.ts";
import { parseMetadataFile } from "../../../src/prompts/yaml-formats.ts";
import { aRepository, PATHS, type TreeChanges } from "../../builders/a-repository.ts";
import { aJudgeTask, JUDGE, judgedMetadata } from "../../builders/judge-task.ts";
import { memoryFiles } from "../../fakes/memory-files.ts";

function digests(changes: TreeChanges = {}) {
  const files = memoryFiles(aRepository(aJudgeTask(changes)));
  const bytes = files.read(PATHS.metadata) ?? new Uint8Array();
  const metadata = parseMetadataFile(PATHS.metadata, bytes).value;
  if (metadata === undefined) throw new Error("the metadata cannot be read");
  return judgeDigests(readRepository(files), metadata);
}

const edit = (path: string, from: string, to: string): TreeChanges => ({
  [path]: String(aJudgeTask()[path]).replace(from, to),
});

describe("what a run is evidence of", () => {
  it.each([
    ["its words", edit(JUDGE.template, "{{rubric}} ", "Rubric: {{rubric}} ")],
    ["its model", edit(JUDGE.metadata, "small-1", "small-2")],
    ["its parameters", edit(JUDGE.metadata, "temperature: 0", "temperature: 1")],
  ])("changes with a judge: %s", (_, changes) => {
    expect(digests(changes)["judge of kind"]).not.toBe(digests()["judge of kind"]);
  });

  it("does not change with what is not asked of the judge", () => {
    expect(digests(edit(JUDGE.metadata, "@acme/quality", "@acme/others"))).toEqual(digests());
  });

  it("changes with the model of a built-in judge, the task's own included", () => {
    const builtIn = "{ type: llm-rubric, name: kind, value: Is kind. }";
    const own = digests({ [PATHS.metadata]: judgedMetadata(builtIn) });
    const other = digests({ [PATHS.metadata]: judgedMetadata(builtIn).replace("small-1", "small-2") });
    expect(own["judge of kind"]).toMatch(/^[0-9a-f]{64}$/);
    expect(other).not.toEqual(own);
  });

  it("has no judge where no model judges", () => {
    expect(digests({ [PATHS.metadata]: judgedMetadata("{ type: equals, name: kind }") })).toEqual({});
  });
});
