import { afterAll, beforeAll, expect, it } from "vitest";
import { answeringVersions } from "../../builders/answering-versions.ts";
import { documentOf } from "../../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../../builders/git-ground.ts";
import { labelTemplate } from "../../builders/label-task.ts";

const GIT = ["--commit", "--push"] as const;

let ground: GitGround;
let first: string;

beforeAll(async () => {
  ground = await anEvaluatedGround(["colour", "tone"]);
  await ground.must("promote", "--all-ready", ...GIT);
  await ground.must("deploy", ...GIT);
  first = ground.git("rev-parse", "HEAD").trim();
  ground.author({
    "prompts/00-templates/colour.yaml": labelTemplate("colour", "Which colour?"),
    "prompts/00-templates/tone.yaml": labelTemplate("tone", "Which tone?"),
  });
  await ground.must("eval-runner", "--all", "--quiet");
  await ground.must("promote", "--task", "colour", ...GIT);
});

afterAll(async () => {
  await ground.run("deploy", "--stop");
  ground.remove();
});

const generation = (): number => Number(/generation: (\d+)/.exec(ground.read("prompt_registry.yaml"))?.[1]);

it("an old run that is started again deploys main's newest state, and takes nothing back [X7]", async () => {
  ground.git("checkout", "--quiet", "--detach", first);
  const { url } = documentOf(await ground.must("deploy", ...GIT, "--json"));
  expect(await answeringVersions(url)).toMatchObject({ colour: "1.0.1" });
  expect(ground.git("rev-parse", "HEAD")).toBe(ground.remoteGit("rev-parse", "main"));
  expect(generation()).toBe(2);
});

it("a rollback and a promotion at once both happen, one after the other [X4]", async () => {
  const colleague = ground.colleague();
  const [back, promoted] = await Promise.all([
    ground.run("rollback", "--task", "colour", "--reason", "wrong", ...GIT),
    colleague.run("promote", "--task", "tone", ...GIT),
  ]);
  expect([back, promoted]).toMatchObject([{ exit: 0 }, { exit: 0 }]);
  colleague.git("pull", "--quiet", "--ff-only", "origin", "main");
  expect(await colleague.run("validate")).toMatchObject({ exit: 0 });
  const registry = colleague.read("prompt_registry.yaml");
  expect(registry).toMatch(/colour:[\s\S]*version: "1.0.0"[\s\S]*tone:[\s\S]*version: "1.0.1"/);
  expect(registry).toContain("generation: 3");
  colleague.remove();
});

it("a main that was rewound is found by what was closed, and nothing is deployed [G12]", async () => {
  await ground.must("deploy", "--stop");
  ground.remoteGit("update-ref", "refs/heads/main", first);
  ground.git("checkout", "--quiet", "--detach", first);
  ground.git("update-ref", "refs/remotes/origin/main", first);
  const { exit, stderr } = await ground.run("deploy", ...GIT, "--quiet");
  expect({ exit, stderr }).toEqual({
    exit: 7,
    stderr: expect.stringContaining("generation 3 of shop/local was recorded, and main ends at 1"),
  });
});
