import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, type EndedCommand, errorOf } from "../builders/command-process.ts";
import { aGitGround, anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { labelExamples, labelMetadata, labelTemplate, worseTemplate } from "../builders/label-task.ts";

const grounds: GitGround[] = [];
const kept = (ground: GitGround): GitGround => {
  grounds.push(ground);
  return ground;
};

let evaluated: GitGround;

beforeAll(async () => {
  evaluated = kept(await anEvaluatedGround(["colour", "shape"]));
});

afterAll(() => {
  for (const ground of grounds) ground.remove();
});

describe("the first promotion of two tasks, with commit, tag and push", () => {
  let ground: GitGround;
  let ended: EndedCommand;

  beforeAll(async () => {
    ground = kept(evaluated.copy());
    ended = await ground.run("promote", "--all-ready", "--commit", "--tag", "--push", "--json");
  });

  it("makes version 1.0.0 of each, on the run that passed", () => {
    expect(ended).toMatchObject({ exit: 0, stderr: "" });
    expect(documentOf(ended)).toMatchObject({
      promoted: [
        { task: "colour", from: null, version: "1.0.0", bump: "first", evidence: { kind: "run" } },
        { task: "shape", from: null, version: "1.0.0", bump: "first", evidence: { kind: "run" } },
      ],
      unchanged: [],
      refused: [],
    });
  });

  it("leaves a repository in which validate finds no problem", async () => {
    expect(await ground.run("validate", "--strict")).toMatchObject({ exit: 0 });
  });

  it("writes version and changelog into the metadata, and keeps what the author wrote there", () => {
    const metadata = ground.read("prompts/03-metadata/colour.yaml");
    expect(metadata).toMatch(/^# Ask the catalogue team before changing this\.\ntask: colour\n/);
    expect(metadata).toMatch(/^version: "1\.0\.0"$/m);
    expect(metadata).toMatch(/- version: "1\.0\.0"\n {4}date: "[\d-]{10}"\n {4}change: "First version"\n$/);
  });

  it("records who promoted what on which run, one line a task", () => {
    const lines = ground.read("prompt_audit.jsonl").trimEnd().split("\n");
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const [colour] = documentOf(ended)["promoted"] as readonly {
      readonly evidence: { readonly run_id: string };
    }[];
    expect(entries).toMatchObject([
      { action: "promote", phase: "done", task: "colour", to: "1.0.0", verdict: "pass" },
      { action: "promote", phase: "done", task: "shape", to: "1.0.0", verdict: "pass" },
    ]);
    expect(entries[0]).toMatchObject({
      actor: "Ada Author <ada@example.org>",
      run_id: colour?.evidence.run_id,
    });
  });

  it("commits its own files and the cited runs, and nothing else", () => {
    const own =
      /^(prompt_registry\.yaml|prompt_audit\.jsonl|prompts\/(02-production|03-metadata)\/(colour|shape)\.yaml|prompts\/04-evals\/(colour|shape)\/(history\.jsonl|run-[^/]+\/(report\.json|results\.jsonl)))$/;
    const paths = ground.git("show", "--format=", "--name-only", "HEAD").trim().split("\n");
    expect(paths.filter((path) => !own.test(path))).toEqual([]);
    expect(paths).toHaveLength(12);
    expect(ground.git("status", "--porcelain")).toBe("");
  });

  it("sets an annotated tag a task on that commit", () => {
    const tags = ground.git(
      "for-each-ref",
      "--format=%(refname:short) %(objecttype) %(*objectname)",
      "refs/tags",
    );
    const commit = ground.git("rev-parse", "HEAD").trim();
    expect(tags).toBe(`prompt/colour/v1.0.0 tag ${commit}\nprompt/shape/v1.0.0 tag ${commit}\n`);
  });

  it("brings branch and tags to the remote", () => {
    const here = ground.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/tags");
    expect(ground.remoteGit("for-each-ref", "--format=%(refname) %(objectname)")).toBe(here);
  });

  it("done again changes nothing, and says so", async () => {
    const before = ground.seen({ scratch: true });
    const again = await ground.run("promote", "--all-ready", "--commit", "--tag", "--push");
    expect(again).toMatchObject({ exit: 0, stderr: "" });
    expect(again.stdout).toBe(
      "colour 1.0.0 is in production already\nshape 1.0.0 is in production already\n",
    );
    expect(ground.seen({ scratch: true })).toEqual(before);
  });

  it("asked whether it could be, writes nothing at all", async () => {
    const fresh = kept(evaluated.copy());
    const before = fresh.seen({ scratch: true });
    const dry = await fresh.run("promote", "--all-ready", "--commit", "--tag", "--push", "--dry-run");
    expect(dry).toMatchObject({ exit: 0, stderr: "" });
    expect(dry.stdout).toContain("would promote colour (new) -> 1.0.0: First version");
    expect(dry.stdout).toContain("  write prompts/02-production/colour.yaml");
    expect(fresh.seen({ scratch: true })).toEqual(before);
    expect(fresh.remoteGit("tag")).toBe("");
  });
});

describe.concurrent("no promotion without evidence of exactly these bytes", () => {
  const examples = "prompts/01-examples/colour/parts.jsonl";
  const metadata = "prompts/03-metadata/colour.yaml";

  async function refused(ground: GitGround, ...flags: readonly string[]): Promise<EndedCommand> {
    const before = ground.seen();
    const ended = await ground.run("promote", "--task", "colour", "--json", ...flags);
    expect(ground.seen()).toEqual(before);
    expect(errorOf(ended)).toMatch(/nothing was promoted$/);
    return ended;
  }

  it("a task that was never evaluated is refused with 7", async () => {
    const ended = await refused(kept(aGitGround(["colour"])));
    expect(ended.exit).toBe(7);
    expect(errorOf(ended)).toContain("no evaluation of this candidate is recorded");
    expect(ended.stderr).toContain("npx gpt-pipeline-hub eval-runner --task colour");
  });

  it.each([
    [
      "prompt",
      "prompts/00-templates/colour.yaml",
      labelTemplate("colour", "Name its colour."),
      "evaluated another prompt than",
    ],
    ["dataset", examples, labelExamples(25), "evaluated another dataset than"],
    [
      "scorer",
      metadata,
      labelMetadata("colour").replace("- type: label", "- type: label\n    - type: equals"),
      "evaluated another scorers than",
    ],
    [
      "metric",
      metadata,
      labelMetadata("colour").replace("label.accuracy", "label.macro_f1"),
      "judged by another metric",
    ],
  ])("a %s that changed since the run is refused with 7", async (_, path, text, words) => {
    const ground = kept(evaluated.copy());
    ground.author({ [path]: text });
    const ended = await refused(ground);
    expect(ended.exit).toBe(7);
    expect(errorOf(ended)).toContain(words);
  });

  it("answers that were made elsewhere never promote, however good they are", async () => {
    const ground = kept(aGitGround(["colour"]));
    const answers = labelExamples(24)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly id: string; readonly expected: string })
      .map(({ id, expected }) => `${JSON.stringify({ id, output: expected })}\n`);
    ground.write({ ".pipeline/answers.jsonl": answers.join("") });
    await ground.must(
      "eval-runner",
      "--task",
      "colour",
      "--outputs",
      `${ground.root}/.pipeline/answers.jsonl`,
    );
    expect(ground.has("prompts/04-evals/colour")).toBe(true);
    const ended = await refused(ground);
    expect(ended.exit).toBe(7);
    expect(errorOf(ended)).toContain("no evaluation of this candidate is recorded");
  });

  it("a run that failed is refused with 5, in the words of the run", async () => {
    const ground = kept(
      aGitGround(["colour"], { "prompts/00-templates/colour.yaml": worseTemplate("colour") }),
    );
    expect(await ground.run("eval-runner", "--task", "colour", "--quiet")).toMatchObject({ exit: 5 });
    const ended = await refused(ground);
    expect(ended.exit).toBe(5);
    expect(errorOf(ended)).toMatch(/says fail: score 0.* is below the threshold 0\.8/);
  });

  it("one refused task stops the others that are named with it", async () => {
    const ground = kept(evaluated.copy());
    ground.author({ [examples]: labelExamples(25) });
    const ended = await refused(ground, "--task", "shape", "--commit", "--tag", "--push");
    expect(ended.exit).toBe(7);
  });

  it("one refused task is left out where everything that is ready is promoted", async () => {
    const ground = kept(evaluated.copy());
    ground.author({ [examples]: labelExamples(25) });
    const ended = await ground.run("promote", "--all-ready", "--json");
    expect(ended.exit).toBe(0);
    expect(documentOf(ended)).toMatchObject({
      promoted: [{ task: "shape" }],
      refused: [{ task: "colour", exit: 7 }],
    });
    expect(ground.has("prompts/02-production/colour.yaml")).toBe(false);
  });
});
