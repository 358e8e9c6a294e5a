import { describe, expect, it } from "vitest";
import { projectFiles, readProjectFile } from "../architecture/project-files.ts";
import { readWorkflow, type Workflow } from "./workflow-file.ts";

/** GitHub Enterprise Server's limit, the caller included; GitHub.com's is ten. */
const MOST_LEVELS = 4;

const workflows = new Map(
  projectFiles()
    .filter((path) => /^\.github\/workflows\/.*\.yml$/.test(path))
    .map((path) => [path, readWorkflow(path, readProjectFile(path))]),
);

function levels({ path, jobs }: Workflow, above: readonly string[] = []): number {
  if (above.includes(path)) throw new Error(`${path} calls itself`);
  const called = jobs
    .map(({ calls }) => workflows.get(calls.replace("./", "")))
    .filter((one) => one !== undefined);
  return 1 + Math.max(0, ...called.map((one) => levels(one, [...above, path])));
}

describe("workflows that call workflows", () => {
  it("none is deeper than every GitHub allows", () => {
    const deep = [...workflows.values()].map((one) => ({ path: one.path, levels: levels(one) }));
    expect(deep).toContainEqual({ path: ".github/workflows/promote.yml", levels: 4 });
    expect(deep.filter((one) => one.levels > MOST_LEVELS)).toEqual([]);
  });
});
