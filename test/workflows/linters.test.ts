import { describe, expect, it } from "vitest";
import { projectFiles, readProjectFile } from "../architecture/project-files.ts";
import { lintWorkflow } from "./lint-workflow.ts";

const workflows = projectFiles().filter((path) => /^\.github\/workflows\/.*\.ya?ml$/.test(path));

describe("both linters find nothing in", () => {
  it.each(workflows)("%s", async (path) => {
    expect(await lintWorkflow(path, readProjectFile(path))).toEqual([]);
  });
});

const SOUND = `on: push
jobs:
  work:
    runs-on: ubuntu-24.04
    steps:
      - id: a
        run: echo b >> "$GITHUB_OUTPUT"
      - run: echo "$B"
        env:
          B: \${{ steps.a.outputs.b }}
`;

const planted: readonly (readonly [string, string, string])[] = [
  ["a step that does not exist", "steps.a.outputs", "steps.c.outputs"],
  ["an unknown function", "steps.a.outputs.b", "from_json('1')"],
  ["an unknown key of a job", "runs-on: ubuntu-24.04", "runs-on: ubuntu-24.04\n    timeout: 5"],
  ["a job that nobody defines", "runs-on: ubuntu-24.04", "needs: [build]\n    runs-on: ubuntu-24.04"],
  ["an unknown event", "on: push", "on: pushed"],
];

describe("both linters together", () => {
  it("find nothing in a sound workflow", async () => {
    const path = ".github/workflows/a.yml";
    expect(await lintWorkflow(path, SOUND)).toEqual([]);
  });

  it.each(planted)("find %s", async (_, from, to) => {
    const path = ".github/workflows/a.yml";
    const text = SOUND.replace(from, () => to);
    expect(text).not.toBe(SOUND);
    expect(await lintWorkflow(path, text)).not.toEqual([]);
  });
});
