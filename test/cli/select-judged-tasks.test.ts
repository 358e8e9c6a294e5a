import { describe, expect, it } from "vitest";
import { tasksOf } from "../../src/cli/evaluation/select-tasks.ts";
import { readRepository } from "../../src/prompts/repository.ts";
import { aRepository, PATHS, type TreeChanges } from "../builders/a-repository.ts";
import { aJudgeTask, JUDGE, judgedMetadata } from "../builders/judge-task.ts";
import { memoryFiles } from "../fakes/memory-files.ts";

function reasons(path: string, changes: TreeChanges = {}) {
  const repository = readRepository(memoryFiles(aRepository(aJudgeTask(changes))));
  return Object.fromEntries(
    tasksOf(repository, [path]).map(({ entry, reason }) => [entry.address.id, reason]),
  );
}

describe("a task whose answers a task judges", () => {
  it.each([JUDGE.template, JUDGE.metadata])(
    "is taken when its judge's %s changed, and why is said",
    (path) => {
      expect(reasons(path)).toEqual({
        rubric_judge: `${path} changed`,
        support_reply: `${path} of its judge rubric_judge changed`,
      });
    },
  );

  it("is not taken for a draft of a judge that is in production", () => {
    const locked = { [JUDGE.production]: "id: rubric_judge\n" };
    expect(Object.keys(reasons(JUDGE.template, locked))).toEqual(["rubric_judge"]);
    expect(reasons(JUDGE.production, locked)["support_reply"]).toContain("of its judge rubric_judge changed");
  });

  it("is taken when a file that scores it changed", () => {
    const scripted = {
      [PATHS.metadata]: judgedMetadata("{ type: javascript, name: kind, value: file://kind.js }"),
    };
    expect(reasons("kind.js", scripted)).toEqual({ support_reply: "kind.js, which scores it, changed" });
  });
});
