import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeringVersions } from "../../builders/answering-versions.ts";
import { documentOf, type EndedCommand, errorOf, startCommand } from "../../builders/command-process.ts";
import { pushRelease } from "../../builders/ecs-ground.ts";
import { EcsService, RECORDED } from "../../builders/ecs-service.ts";
import type { GitGround } from "../../builders/git-ground.ts";
import { labelTemplate, worseTemplate } from "../../builders/label-task.ts";
import type { FakeAws } from "../../fakes/fake-aws.ts";

let service: EcsService;
let ground: GitGround;
let aws: FakeAws;

const run = (name: string, ...flags: readonly string[]): Promise<EndedCommand> => service.run(name, ...flags);

const answering = () => answeringVersions(aws.liveUrl);

async function promote(task: string, template: string): Promise<void> {
  ground.author({ [`prompts/00-templates/${task}.yaml`]: template });
  await ground.must("promote", "--task", task, "--override", "--reason", "drill", "--commit", "--push");
  await pushRelease(ground.root, aws);
}

/** A deployment that is killed once its release has the users, before anything was evaluated. */
async function killedWithUsers(): Promise<void> {
  aws.ecs.course = { kind: "succeeds", looks: 3 };
  const started = startCommand("deploy", ["--root", ground.root, ...RECORDED], {
    environment: aws.environment,
  });
  const live = aws.ecs.live;
  aws.fault = () => {
    if (aws.ecs.live !== live) started.process.kill("SIGKILL");
    return undefined;
  };
  expect((await started.ended).exit).toBe(null);
  aws.fault = () => undefined;
  aws.ecs.course = { kind: "succeeds", looks: 0 };
}

beforeAll(async () => {
  service = await EcsService.deployed();
  ({ ground, aws } = service);
  await promote("tone", labelTemplate("tone", "Say the tone."));
  expect((await run("deploy")).exit).toBe(0);
});

afterAll(() => service.close());

describe("a deployment of a bad version on a rolling service, which has the users before it is evaluated", () => {
  it("is left whole by a rollback of another task: the bad version answers nobody", async () => {
    await promote("colour", worseTemplate("colour"));
    await killedWithUsers();
    expect(await answering()).toEqual({ colour: "1.0.1", tone: "1.0.1" });
    const colleague = ground.colleague();
    const flags = ["--task", "tone", "--reason", "wrong tone", ...RECORDED];
    const ended = await colleague.runWith({ environment: aws.environment }, "rollback", ...flags);
    colleague.remove();
    expect([ended.exit, ended.stderr]).toEqual([
      0,
      expect.stringContaining("giving up the deploy of release 3"),
    ]);
    expect(documentOf(ended)).toMatchObject({ state: { release: 2, pins: { tone: "1.0.0" } } });
    expect(await answering()).toEqual({ colour: "1.0.0", tone: "1.0.0" });
  });

  it("is evaluated by the next deployment, and goes back for what it is", async () => {
    ground.git("checkout", "--", "prompt_registry.yaml", "prompt_audit.jsonl");
    ground.git("pull", "--quiet", "origin", "main");
    await pushRelease(ground.root, aws);
    const ended = await run("deploy");
    expect([ended.exit, await answering()]).toEqual([5, { colour: "1.0.0", tone: "1.0.0" }]);
    expect(ground.remoteGit("show", "main:prompt_registry.yaml")).toContain('status: "quarantined"');
  });

  it("is taken away also where nothing else may go back, and is not somebody else's then", async () => {
    await promote("colour", `${worseTemplate("colour")}  - role: user\n    content: "Again."\n`);
    await killedWithUsers();
    expect(await answering()).toMatchObject({ colour: "1.0.2" });
    const refused = await run("rollback", "--task", "tone", "--to", "1.0.1", "--reason", "a mistake");
    expect([refused.exit, refused.stderr]).toEqual([3, expect.stringContaining("was taken away")]);
    expect(await answering()).toEqual({ colour: "1.0.0", tone: "1.0.0" });
    const held = await run("deploy");
    expect([held.exit, documentOf(held)["reasons"]]).toEqual([
      5,
      [
        expect.stringMatching(
          /^colour 1\.0\.2 is held, because there was an automatic rollback within the last hour, and answers users now: `npx gpt-pipeline-hub rollback --service shop --environment production --task colour --reason "why" --commit --push`/,
        ),
      ],
    ]);
  });

  it("that is held goes back by the command that was printed", async () => {
    const ended = await run("rollback", "--task", "colour", "--reason", "held");
    expect([ended.exit, await answering()]).toMatchObject([0, { colour: "1.0.0" }]);
  });

  it("is finished before the newest release is looked for, whatever that one lacks", async () => {
    aws.ecs.course = { kind: "succeeds", looks: 3 };
    const updates = aws.calls.length;
    aws.fault = () =>
      aws.calls.slice(updates).includes("UpdateService")
        ? { kind: "error", code: "ExpiredToken", message: "The security token has expired" }
        : undefined;
    expect((await run("deploy", "--restart")).exit).toBe(6);
    aws.fault = () => undefined;
    const other = ground.freshClone();
    const ended = await other.runWith({ environment: aws.environment }, "deploy", ...RECORDED);
    other.remove();
    expect([ended.exit, ended.stderr]).toEqual([
      0,
      expect.stringContaining("finishing the restart of release"),
    ]);
    ground.git("checkout", "--", "prompt_registry.yaml", "prompt_audit.jsonl");
    ground.git("pull", "--quiet", "origin", "main");
  });

  it("of somebody else is named by rollback and deploy alike, before anything is asked for", async () => {
    ground.author({ "prompts/00-templates/tone.yaml": labelTemplate("tone", "Which tone?") });
    await ground.must("promote", "--task", "tone", "--override", "--reason", "drill", "--commit", "--push");
    const before = aws.ecs.live;
    const theirs = aws.ecs.register("prompt-service", aws.ecs.definition(before)?.fields ?? {}, []);
    await aws.ecs.update(theirs);
    for (const ended of [await run("rollback", "--reason", "bad"), await run("deploy")])
      expect([ended.exit, errorOf(ended)]).toEqual([7, expect.stringContaining(`${theirs} has the service`)]);
    await aws.ecs.update(before);
  });

  it("that this clone cannot make again is no empty service", async () => {
    const shallow = ground.freshClone();
    rmSync(shallow.root, { recursive: true });
    ground.git("clone", "--quiet", "--depth", "1", `file://${ground.remote}`, shallow.root);
    const ended = await shallow.runWith(
      { environment: aws.environment },
      "rollback",
      "--reason",
      "bad",
      "--json",
    );
    shallow.remove();
    expect([ended.exit, errorOf(ended)]).toEqual([
      7,
      expect.stringMatching(/^release \d+ answers on shop\/production, and cannot be made from this clone/),
    ]);
  });
});
