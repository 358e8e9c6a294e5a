import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeringVersions } from "../../builders/answering-versions.ts";
import { documentOf, type EndedCommand } from "../../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../../builders/git-ground.ts";
import { labelTemplate, OFFLINE_CONFIG, worseTemplate } from "../../builders/label-task.ts";

const TWO = `      - name: staging
        target: local
      - name: production
        target: local
        after: staging
`;

let ground: GitGround;

const deploy = (environment: string): Promise<EndedCommand> =>
  ground.run("deploy", "--environment", environment, "--commit", "--push", "--json");

async function promote(task: string, template: string): Promise<void> {
  ground.author({ [`prompts/00-templates/${task}.yaml`]: template });
  await ground.must("promote", "--task", task, "--override", "--reason", "drill", "--commit", "--push");
}

beforeAll(async () => {
  ground = await anEvaluatedGround(["colour", "tone"], {
    "pipeline.config.yaml": OFFLINE_CONFIG.replace("      - name: local\n        target: local\n", TWO),
  });
  await ground.must("promote", "--all-ready", "--commit", "--push");
  for (const environment of ["staging", "production"]) expect((await deploy(environment)).exit).toBe(0);
});

afterAll(async () => {
  for (const environment of ["staging", "production"])
    await ground.run("deploy", "--stop", "--environment", environment);
  ground.remove();
});

describe("production, after staging took a version of the newest release back", () => {
  it("has nothing to do where it runs what is left", async () => {
    await promote("colour", worseTemplate("colour"));
    expect((await deploy("staging")).exit).toBe(5);
    for (const environment of ["staging", "production"]) {
      const ended = await deploy(environment);
      expect([ended.exit, documentOf(ended)["deployed"]], environment).toEqual([0, false]);
    }
  });

  it("gets the rest of a release that lost one task there, without a second round on staging", async () => {
    await promote("tone", labelTemplate("tone", "Say the tone."));
    await promote("colour", `${worseTemplate("colour")}  - role: user\n    content: "Again."\n`);
    expect((await deploy("staging")).exit).toBe(5);
    const ended = await deploy("production");
    expect([ended.exit, ended.stderr]).toEqual([0, expect.anything()]);
    const outcome = documentOf(ended) as { readonly url?: string };
    expect(await answeringVersions(outcome.url)).toMatchObject({ colour: "1.0.0", tone: "1.0.1" });
  });
});
