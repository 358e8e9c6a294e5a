import { describe, expect, it } from "vitest";
import { RULES, violationsIn } from "./all-rules.ts";
import { pinsThatDiffer } from "./pins-that-differ.ts";
import { PLANTED_VIOLATIONS } from "./planted/planted-violations.ts";
import { projectWorkflows, workflowTexts } from "./project-workflows.ts";
import { readWorkflow, type Workflow } from "./workflow-file.ts";

/** From a job's own line to the next one's. */
const jobOf = (text: string, id: string): string =>
  new RegExp(`^  ${id}:\\n(?:(?!  [\\w-]+:\\n).*\\n)*`, "m").exec(text)?.[0] ?? "";

/** The workflow with the change in it. Throws where the place or the words to change are not there. */
function plant(place: string, from: string, to: string): Workflow {
  const [file = "", job] = place.split("#");
  const text = workflowTexts.get(file) ?? "";
  const part = job === undefined ? text : jobOf(text, job);
  if (!part.includes(from)) throw new Error(`${place} does not hold: ${from}`);
  return readWorkflow(
    `.github/workflows/${file}`,
    text.replace(part, () => part.replace(from, () => to)),
  );
}

describe("in the project's own workflows", () => {
  it("no rule finds anything", () => {
    expect(violationsIn(projectWorkflows())).toEqual([]);
  });

  it.each(PLANTED_VIOLATIONS)("%s is found (%s)", (_, place, from, to) => {
    const changed = plant(place, from, to);
    const all = projectWorkflows(changed);
    const found = all
      .filter(({ path }) => path === changed.path)
      .flatMap((workflow) => Object.values(RULES).flatMap((rule) => rule(workflow)));
    expect([...found, ...pinsThatDiffer(all)]).not.toEqual([]);
  });
});
