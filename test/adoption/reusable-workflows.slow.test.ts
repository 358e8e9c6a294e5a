import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { projectFiles, readProjectFile } from "../architecture/project-files.ts";
import { aGitGround, type GitGround } from "../builders/git-ground.ts";
import { clonedProject, runBlock } from "../readme/shell-session.ts";
import { objectAt, readWorkflow, type Workflow } from "../workflows/workflow-file.ts";

const callable = projectFiles()
  .filter((path) => /^\.github\/workflows\/.*\.yml$/.test(path))
  .map((path) => readWorkflow(path, readProjectFile(path)))
  .filter(({ events }) => "workflow_call" in events)
  .map((workflow) => [workflow.path, workflow] as const);

const HUB = `\${{ inputs.hub-repository != '' && '.pipeline/hub' || '.' }}`;

const commandsOf = ({ jobs }: Workflow): readonly string[] =>
  jobs.flatMap(({ script }) => script.split("\n").filter((line) => /\bnpm run\b/.test(line)));

describe("a workflow that other repositories call", () => {
  it.each(callable)("%s works on the caller's files wherever its own code is", (_, workflow) => {
    expect(commandsOf(workflow).length).toBeGreaterThan(0);
    expect(commandsOf(workflow).filter((line) => !line.includes('--root "$GITHUB_WORKSPACE"'))).toEqual([]);
  });

  it.each(callable)("%s checks its own code out beside the caller's files and runs that", (_, { jobs }) => {
    const own = jobs.filter(({ script }) => /\bnpm (run|ci)\b/.test(script));
    for (const { id, raw, steps } of own) {
      const folder = objectAt(objectAt(raw, "defaults"), "run")["working-directory"];
      const paths = steps
        .filter(({ uses }) => uses.startsWith("actions/checkout@"))
        .map((step) => [step.with["repository"], step.with["ref"], step.with["path"]]);
      expect({ id, folder, paths }).toEqual({
        id,
        folder: HUB,
        paths: expect.arrayContaining([
          [`\${{ inputs.hub-repository }}`, `\${{ inputs.hub-ref }}`, ".pipeline/hub"],
        ]),
      });
    }
  });
});

describe("the tool beside a repository's files", () => {
  let ground: GitGround | undefined;
  afterEach(() => ground?.remove());

  it("evaluates and promotes the prompts around it, and leaves nothing of itself among them", async () => {
    ground = aGitGround(["colour"]);
    const hub = join(ground.root, ".pipeline/hub");
    mkdirSync(join(ground.root, ".pipeline"), { recursive: true });
    renameSync(clonedProject(), hub);
    for (const line of ["validate", "eval-runner --task colour --quiet", "promote --task colour --commit"]) {
      const [name = "", ...flags] = line.split(" ");
      const command = `npm run -s ${name} -- --root "$GITHUB_WORKSPACE" ${flags.join(" ")}`;
      const { exit, output } = await runBlock(command, hub, { GITHUB_WORKSPACE: ground.root });
      expect({ line, exit, output }).toMatchObject({ line, exit: 0 });
    }
    expect(ground.has("prompts/02-production/colour.yaml")).toBe(true);
    expect(ground.git("status", "--porcelain")).toBe("");
    rmSync(hub, { recursive: true, force: true });
  });
});
