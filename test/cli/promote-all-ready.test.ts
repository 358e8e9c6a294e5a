import { afterEach, describe, expect, it } from "vitest";
import { documentOf } from "../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { labelTemplate } from "../builders/label-task.ts";

const grounds: GitGround[] = [];

afterEach(() => {
  for (const ground of grounds.splice(0)) ground.remove();
});

describe("promote --all-ready", () => {
  it("leaves out a task whose files are broken, and says why; the others are promoted", async () => {
    const ground = await anEvaluatedGround(["colour", "tone"]);
    grounds.push(ground);
    ground.author({
      "prompts/00-templates/colour.yaml": labelTemplate("colour").replace("{{title}}", "{{heading}}"),
    });
    const ended = await ground.must("promote", "--all-ready", "--commit", "--json");
    const { promoted, refused } = documentOf(ended);
    expect(promoted).toMatchObject([{ task: "tone", version: "1.0.0" }]);
    expect(refused).toMatchObject([
      { task: "colour", exit: 3, found: expect.stringContaining("colour.yaml") },
    ]);
  });

  it("fails where no task can be used", async () => {
    const ground = await anEvaluatedGround(["colour"]);
    grounds.push(ground);
    ground.author({ "prompts/00-templates/colour.yaml": "id: colour\n" });
    expect((await ground.run("promote", "--all-ready")).exit).toBe(3);
  });
});
