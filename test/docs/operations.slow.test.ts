import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readProjectFile } from "../architecture/project-files.ts";
import { answeringVersions } from "../builders/answering-versions.ts";
import { ACCOUNT, REGION } from "../fakes/aws/ecs-actions.ts";
import { type DockerStub, startDockerStub } from "../fakes/docker-stub.ts";
import { type FakeAws, startFakeAws } from "../fakes/fake-aws.ts";
import { codeBlocks } from "../readme/markdown-blocks.ts";
import { clonedProject, runBlock, type ShellRun } from "../readme/shell-session.ts";

const PAGE = readProjectFile("docs/operations.md");
const TASK = "feature_determination";
const ALONE = "With the aws command line alone";
let root: string;
let aws: FakeAws;
let docker: DockerStub;

/** The blocks below a heading that the page says to copy as they are. */
function blocksOf(heading: string): readonly string[] {
  const [, ...after] = PAGE.split(new RegExp(`^##+ ${heading}\n`, "m"));
  const blocks = codeBlocks(after.join("").split(/^##+ /m)[0] ?? "");
  return blocks.filter(({ language }) => language === "sh").map(({ text }) => text);
}

/** Runs the block of a section, as in a shell where the names of "In every shell" are set. */
function run(heading: string, nth: number, more: Readonly<Record<string, string>> = {}): Promise<ShellRun> {
  const block = blocksOf(heading)[nth];
  if (block === undefined) throw new Error(`"${heading}" has no block ${nth}`);
  const names = { ENVIRONMENT: "production", TASK, CLUSTER: "web", SERVICE: "prompts", URL: aws.liveUrl };
  const region = { AWS_REGION: REGION, AWS_DEFAULT_REGION: REGION };
  const image = { REPOSITORY: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/prompt-service` };
  return runBlock(block, root, {
    ...{ ...aws.environment, ...docker.environment },
    ...{ ...names, ...region, ...image, ...more },
  });
}

const versions = () => answeringVersions(aws.liveUrl);

const git = (...args: readonly string[]): string =>
  execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** The sample, with a production on ECS beside the service on this machine. */
function addProduction(): void {
  const path = join(root, "pipeline.config.yaml");
  const entry = [
    "      - name: production",
    "        target: ecs",
    `        url: ${aws.liveUrl}`,
    `        ecs: { account: "${ACCOUNT}", region: ${REGION}, cluster: web, service: prompts, repository: prompt-service }`,
    "",
  ].join("\n");
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace("        target: local\n", (line) => line + entry),
  );
}

beforeAll(async () => {
  aws = await startFakeAws();
  docker = await startDockerStub(aws);
  root = clonedProject({ samples: true });
  addProduction();
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", `${root}.git`]);
  git("config", "user.name", "Olu Operator");
  git("config", "user.email", "olu@example.com");
  git("remote", "add", "origin", `${root}.git`);
  git("commit", "--quiet", "-am", "feat: production on ECS");
  git("push", "--quiet", "origin", "main");
});

afterAll(async () => {
  await docker.close();
  await aws.close();
  for (const path of [root, `${root}.git`]) rmSync(path, { recursive: true, force: true });
  expect(aws.violations).toEqual([]);
});

/** In the order of the page's drill; each block is run as it stands. */
describe("the handbook of those who operate the service, followed to the letter", () => {
  const hasAws = spawnSync("aws", ["--version"]).status === 0;

  it("deploys what is in production, where it ran only on somebody's machine before", async () => {
    expect(await run("The drill", 1)).toMatchObject({ exit: 0 });
    const { exit, output } = await run("The drill", 2);
    expect({ exit, output }).toMatchObject({
      exit: 0,
      output: expect.stringContaining("Release 3 verified"),
    });
    expect(await versions()).toMatchObject({ [TASK]: "1.0.2", industry_classification: "1.0.2" });
  });

  it("ships a worse prompt, which goes back by itself, that task alone", async () => {
    expect(await run("The drill", 0)).toMatchObject({ exit: 0 });
    expect(await run("The drill", 1)).toMatchObject({ exit: 0 });
    const { exit, output } = await run("The drill", 2);
    expect({ exit, output }).toMatchObject({
      exit: 5,
      output: expect.stringContaining(`${TASK} 1.0.3 was rolled back to 1.0.2`),
    });
    expect(await versions()).toMatchObject({ [TASK]: "1.0.2", industry_classification: "1.0.2" });
  });

  it("cannot promote the same bytes again until the prompt is changed", async () => {
    const { exit, output } = await run("The drill", 3);
    expect({ exit, output }).toMatchObject({
      exit: 5,
      output: expect.stringContaining(
        "which was rolled back for a measured regression; nothing was promoted",
      ),
    });
    expect(await run("The drill", 4)).toMatchObject({ exit: 0 });
    expect(git("status", "--porcelain")).toBe("");
    expect(git("rev-parse", "HEAD")).toBe(git("rev-parse", "origin/main"));
  });

  it("starts new tasks for a new key, of the same release with the same pins, without another image", async () => {
    const [images, before] = [aws.images.length, aws.ecs.live];
    expect(await run("A new key", 0)).toMatchObject({ exit: 0 });
    expect(aws.ecs.live).not.toBe(before);
    expect(aws.images).toHaveLength(images);
    expect(await versions()).toMatchObject({ [TASK]: "1.0.2" });
  });

  it.skipIf(!hasAws)("starts new tasks for a new key without a clone too", async () => {
    const [count, before] = [aws.ecs.deployments.length, aws.ecs.live];
    expect(await run("A new key", 1)).toMatchObject({ exit: 0, output: expect.stringContaining(before) });
    expect(aws.ecs.deployments).toHaveLength(count + 1);
    expect(aws.ecs.live).toBe(before);
  });

  it.skipIf(!hasAws)("shows how many tasks run, and why others stopped", async () => {
    const looked = await run("Look", 0);
    expect(looked).toMatchObject({ exit: 0, output: expect.stringContaining("last measured in run-") });
    expect(looked.output).toMatch(/latency p50 [\d.]+ m?s, p95 [\d.]+ m?s/);
    expect(looked.output).toMatch(/\[\s+2,\s+2,/);
    const { exit, output } = await run("Look", 1);
    expect({ exit, output }).toMatchObject({ exit: 0, output: expect.stringContaining("OutOfMemoryError") });
  });

  it.skipIf(!hasAws)(
    "accepts a task definition that somebody else registered, once it is tagged as docs/deployment.md says",
    async () => {
      const before = aws.ecs.live;
      const strange = aws.ecs.register("prompt-service", aws.ecs.definition(before)?.fields ?? {}, []);
      await aws.ecs.update(strange);
      expect((await run("Look", 0)).output).toContain(`${strange} has the service`);
      const accepting = codeBlocks(readProjectFile("docs/deployment.md"))
        .map(({ text }) => text)
        .find((text) => text.startsWith("aws ecs tag-resource"));
      const arn = `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/${strange}`;
      const ended = await runBlock(accepting?.replace("TASK_DEFINITION_ARN", arn) ?? "false", root, {
        ...{ ...aws.environment, AWS_REGION: REGION, AWS_DEFAULT_REGION: REGION },
      });
      expect(ended).toMatchObject({ exit: 0 });
      expect((await run("Look", 0)).output).not.toContain("has the service");
      await aws.ecs.update(before);
    },
  );

  it("takes one task back by hand while origin does not answer, and the same command then only pushes that", async () => {
    const other = { TASK: "industry_classification" };
    const plan = await run("Take it back", 0, other);
    expect(plan.output).toContain("industry_classification 1.0.2 -> 1.0.1");
    expect(await versions()).toMatchObject({ industry_classification: "1.0.2" });
    git("remote", "set-url", "origin", `${root}.away`);
    expect(await run("Take it back", 1, other)).toMatchObject({ exit: 8 });
    expect(await versions()).toMatchObject({ [TASK]: "1.0.2", industry_classification: "1.0.1" });
    git("remote", "set-url", "origin", `${root}.git`);
    const { exit, output } = await run("Take it back", 1, other);
    expect({ exit, output }).toMatchObject({
      exit: 0,
      output: expect.stringContaining("that was begun is on record now; nothing else was rolled back"),
    });
    expect(git("rev-parse", "HEAD")).toBe(git("rev-parse", "origin/main"));
    const restored = await run("Take it back", 2, other);
    expect(restored.output).toContain("would restore industry_classification to 1.0.1");
  });

  it("lets deployments wait, and says so", async () => {
    const { exit, output } = await run("Freeze", 0);
    expect({ exit, output }).toMatchObject({
      exit: 0,
      output: expect.stringContaining("nobody is here; nothing was deployed, deploy again after that"),
    });
  });

  it("puts back a line that somebody deleted from the audit record, and downgrades nothing", async () => {
    const [audit, live] = [git("show", "HEAD:prompt_audit.jsonl"), aws.ecs.live];
    const lines = audit.trimEnd().split("\n");
    const at = lines.findLastIndex((line) => line.includes('"action":"promote"'));
    writeFileSync(
      join(root, "prompt_audit.jsonl"),
      lines
        .toSpliced(at, 1)
        .map((line) => `${line}\n`)
        .join(""),
    );
    git("commit", "--quiet", "-am", "tidy up");
    expect(await run("Damaged records", 0)).toMatchObject({
      exit: 7,
      output: expect.stringContaining("a line that git's history holds is gone"),
    });
    const tree = git("ls-tree", "-r", "HEAD", "prompts", "prompt_registry.yaml");
    expect(await run("Damaged records", 1)).toMatchObject({ exit: 0 });
    expect(git("ls-tree", "-r", "HEAD", "prompts", "prompt_registry.yaml")).toBe(tree);
    expect(git("show", "HEAD:prompt_audit.jsonl").startsWith(audit)).toBe(true);
    expect(aws.ecs.live).toBe(live);
  });

  it("writes a lost registry anew", async () => {
    const before = git("show", "HEAD:prompt_registry.yaml");
    git("rm", "--quiet", "prompt_registry.yaml");
    git("commit", "--quiet", "-m", "an accident");
    expect(await run("Damaged records", 0)).toMatchObject({ exit: 7 });
    expect(await run("Damaged records", 1)).toMatchObject({ exit: 0 });
    expect(readFileSync(join(root, "prompt_registry.yaml"), "utf8")).toBe(before);
  });

  it.skipIf(!hasAws)(
    `goes back with the aws command line alone; what was taken back before is not recorded as good again${hasAws ? "" : " (aws is not installed)"}`,
    async () => {
      const listed = await run(ALONE, 0);
      expect(listed).toMatchObject({ exit: 0, output: expect.stringContaining("\t3\t{}") });
      const [GOOD = ""] = /\S+(?=\t3\t\{\})/.exec(listed.output) ?? [];
      expect(await run(ALONE, 1, { GOOD })).toMatchObject({ exit: 0 });
      expect(await versions()).toMatchObject({ [TASK]: "1.0.2", industry_classification: "1.0.2" });
      const looked = await run("Look", 0);
      expect(looked).toMatchObject({ exit: 7, output: expect.stringContaining("is on record") });
      const live = aws.ecs.live;
      const told = await run(ALONE, 4, { RELEASE: "3" });
      expect(told).toMatchObject({ exit: 3, output: expect.stringContaining("industry_classification") });
      expect(aws.ecs.live).toBe(live);
    },
  );
});

describe.skipIf(spawnSync("aws", ["--version"]).status !== 0)(
  "the aws command line alone, where deployments pause or hang",
  () => {
    let paused: FakeAws;

    beforeEach(async () => {
      paused = await startFakeAws({ pauses: true });
    });
    afterEach(async () => {
      await paused.close();
      expect(paused.violations).toEqual([]);
    });

    const runAt = (nth: number, more: Readonly<Record<string, string>> = {}): Promise<ShellRun> =>
      run(ALONE, nth, { ...paused.environment, ...more });

    it("what was put back waits behind the test listener, and is let through", async () => {
      const { ecs } = paused;
      const [before, GOOD] = [ecs.live, ecs.register("prompt-service", {}, [])];
      expect(await runAt(1, { GOOD })).toMatchObject({ exit: 0 });
      expect([ecs.live, ecs.testing]).toEqual([before, GOOD]);
      expect(await runAt(2)).toMatchObject({ exit: 0 });
      expect([ecs.live, ecs.unfinished]).toEqual([GOOD, undefined]);
    });

    it("a deployment that is not finished is stopped, and what ran before has the traffic", async () => {
      const { ecs } = paused;
      const before = ecs.live;
      ecs.course = { kind: "hangs" };
      await ecs.update(ecs.register("prompt-service", {}, []));
      expect(await runAt(3)).toMatchObject({ exit: 0 });
      expect(ecs.unfinished?.status).toBe("ROLLBACK_REQUESTED");
      await ecs.look();
      await ecs.look();
      expect([ecs.deployments[0]?.status, ecs.live]).toEqual(["ROLLBACK_SUCCESSFUL", before]);
    });
  },
);
