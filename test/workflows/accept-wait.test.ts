import { expect, it } from "vitest";
import { DEFAULT_WAIT_MINUTES } from "../../src/cli/on-github/check-wait.ts";
import { readProjectFile } from "../architecture/project-files.ts";
import { ancestorsOf } from "../builders/workflow-run/job-order.ts";
import { readWorkflow, type Workflow } from "./workflow-file.ts";

const read = (name: string): Workflow => {
  const path = `.github/workflows/${name}.yml`;
  return readWorkflow(path, readProjectFile(path));
};

const minutesOf = (workflow: Workflow, name: string): number =>
  Number(workflow.jobs.find(({ id }) => id === name)?.raw["timeout-minutes"]);

it("an accepted drop waits as long as a check may take, and its job ends after that", () => {
  const [check, accept] = [read("check"), read("accept")];
  const ok = check.jobs.find(({ id }) => id === "ok");
  if (ok === undefined) throw new Error("check has no job ok");
  const all = [ok.id, ...ancestorsOf(check, ok)].map((name) => minutesOf(check, name));
  expect(all).toHaveLength(check.jobs.length);
  expect(DEFAULT_WAIT_MINUTES).toBeGreaterThanOrEqual(all.reduce((sum, minutes) => sum + minutes, 0));
  expect(minutesOf(accept, "recheck")).toBeGreaterThanOrEqual(DEFAULT_WAIT_MINUTES + 10);
});
