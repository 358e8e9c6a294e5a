import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, errorOf } from "../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { worseTemplate } from "../builders/label-task.ts";

const TEMPLATE = "prompts/00-templates/colour.yaml";
const BRANCH = "restore/colour-v1.0.0";

let ground: GitGround;
let good: string;

beforeAll(async () => {
  ground = await anEvaluatedGround(["colour"]);
  await ground.must("promote", "--task", "colour", "--commit", "--push");
  good = ground.read(TEMPLATE);
  ground.author({ [TEMPLATE]: worseTemplate("colour") });
});

afterAll(() => ground.remove());

describe.sequential("a candidate that is to be what production is", () => {
  it("is planned without touching anything", async () => {
    const before = ground.seen({ scratch: true });
    const planned = documentOf(await ground.must("restore", "--task", "colour", "--dry-run", "--json"));
    expect(planned).toMatchObject({
      version: "1.0.0",
      files: [{ path: TEMPLATE, from: "the text that became version 1.0.0" }],
    });
    expect(ground.seen({ scratch: true })).toEqual(before);
  });

  it("asks for a token before it pushes what a pull request needs", async () => {
    const ended = await ground.run("restore", "--task", "colour", "--pull-request", "--json");
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toContain("GITHUB_REPOSITORY is not set");
    expect(ground.remoteGit("branch", "--list", BRANCH)).toBe("");
  });

  it("is offered as a branch, which leaves working tree and index alone, once", async () => {
    const before = ground.seen();
    const offered = documentOf(await ground.must("restore", "--task", "colour", "--push", "--json"));
    expect(offered).toMatchObject({ branch: BRANCH });
    expect(ground.seen().files).toEqual(before.files);
    expect(ground.git("status", "--porcelain")).toBe("");
    expect(ground.remoteGit("show", `${BRANCH}:${TEMPLATE}`)).toBe(good);
    const commit = ground.remoteGit("rev-parse", BRANCH);
    await ground.must("restore", "--task", "colour", "--push");
    expect(ground.remoteGit("rev-parse", BRANCH)).toBe(commit);
  });

  it("is written here, and then there is nothing more to do", async () => {
    await ground.must("restore", "--task", "colour");
    expect(ground.read(TEMPLATE)).toBe(good);
    const again = documentOf(await ground.must("restore", "--task", "colour", "--json"));
    expect(again).toMatchObject({ files: [] });
  });

  it("is a named task with a production version", async () => {
    expect((await ground.run("restore")).exit).toBe(2);
    expect((await ground.run("restore", "--task", "color")).stderr).toContain('Did you mean "colour"?');
  });
});
