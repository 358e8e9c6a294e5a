import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, errorOf } from "../../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../../builders/git-ground.ts";
import { labelMetadata, labelTemplate } from "../../builders/label-task.ts";

const TEMPLATE = "prompts/00-templates/colour.yaml";
const METADATA = "prompts/03-metadata/colour.yaml";

let ground: GitGround;

beforeAll(async () => {
  ground = await anEvaluatedGround(["colour", "draft"]);
  await ground.must("promote", "--task", "colour", "--commit", "--quiet");
  ground.write({
    [TEMPLATE]: labelTemplate("colour", "Say which colour it is.").replace("{{title}}", "Part: {{title}}"),
    [METADATA]: labelMetadata("colour", 'version: "1.0.0"\n').replace(
      "enum: [red, blue]",
      "enum: [red, blue, green]",
    ),
  });
});

afterAll(() => ground.remove());

const diff = (...flags: readonly string[]) => ground.run("diff", "--task", "colour", ...flags);

describe("diff", () => {
  it("sets the candidate beside production where no version is named", async () => {
    const document = documentOf(await diff("--json"));
    expect(document).toMatchObject({
      task: "colour",
      from: { version: "1.0.0", candidate: false },
      to: { candidate: true },
      same: false,
    });
  });

  it("shows every part that differs line by line, and no other", async () => {
    const { changes } = documentOf(await diff("--json")) as never as {
      changes: { part: string; hunks: { lines: string[] }[] }[];
    };
    expect(changes.map(({ part }) => part)).toEqual([
      "message 1 (system)",
      "message 2 (user)",
      "output schema",
    ]);
    const marked = changes.flatMap(({ hunks }) =>
      hunks.flatMap(({ lines }) => lines.filter((line) => /^[-+]/.test(line))),
    );
    expect(marked.slice(0, 4)).toEqual([
      "-Name the colour.",
      "+Say which colour it is.",
      "-{{title}}",
      "+Part: {{title}}",
    ]);
  });

  it("gives the recorded score of each side with its run, and none for bytes that were never measured", async () => {
    const document = documentOf(await diff("--json"));
    expect(document).toMatchObject({
      from: { run: { metric: "label.accuracy", score: 1, threshold: 0.8, verdict: "pass" } },
      to: { run: null },
      score_difference: null,
    });
    const { run } = document["from"] as { run: { run_id: string; interval: { low: number } } };
    expect(run.run_id).toMatch(/^run-/);
    expect(run.interval.low).toBeLessThan(1);
  });

  it("reads for a person: versions, figures and marked lines", async () => {
    const { exit, stdout } = await diff();
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^from +1\.0\.0 +offline\/reader-1 +1\.0000 /m);
    expect(stdout).toContain("-Name the colour.\n+Say which colour it is.\n");
    expect(stdout).toContain("not on record");
  });

  it("of a version with itself says that they are the same", async () => {
    const document = documentOf(await diff("--from", "1.0.0", "--to", "production", "--json"));
    expect(document).toMatchObject({ same: true, changes: [], score_difference: 0 });
  });

  it("of a task that was never promoted shows all of it as new", async () => {
    const document = documentOf(await ground.run("diff", "--task", "draft", "--json"));
    expect(document).toMatchObject({ from: null, change: "First version" });
  });

  it("names the versions that there are where one is not", async () => {
    const ended = await diff("--from", "7.0.0", "--json");
    expect(ended.exit).toBe(3);
    expect(errorOf(ended)).toContain("no version 7.0.0");
    expect(ended.stderr).toContain("Known versions: 1.0.0.");
  });

  it("needs a task", async () => {
    expect((await ground.run("diff")).exit).toBe(2);
  });
});
