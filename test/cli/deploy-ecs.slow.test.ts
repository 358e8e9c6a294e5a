import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeringVersions } from "../builders/answering-versions.ts";
import { documentOf, type EndedCommand, errorOf } from "../builders/command-process.ts";
import { pushRelease } from "../builders/ecs-ground.ts";
import { EcsService } from "../builders/ecs-service.ts";
import type { GitGround } from "../builders/git-ground.ts";
import { labelTemplate, worseTemplate } from "../builders/label-task.ts";
import { ACCOUNT, REGION } from "../fakes/aws/ecs-actions.ts";
import type { FakeAws } from "../fakes/fake-aws.ts";

let service: EcsService;
let ground: GitGround;
let aws: FakeAws;
let digest = "";
/** The task definition with which the regressed task answered. */
let regressed = "";

const run = (name: string, ...flags: readonly string[]): Promise<EndedCommand> =>
  ground.runWith({ environment: aws.environment }, name, ...flags, "--json");

const answering = async (task: string): Promise<string | undefined> =>
  (await answeringVersions(aws.liveUrl))[task];

type Variables = { name: string; value: string }[];

function environmentOf(name: string): Variables {
  const containers = (aws.ecs.definition(name)?.fields["containerDefinitions"] ?? []) as readonly {
    readonly environment: Variables;
  }[];
  return containers[0]?.environment ?? [];
}

const pinsOf = (name: string): string | undefined =>
  environmentOf(name).find((variable) => variable.name === "PROMPT_PINS")?.value;

beforeAll(async () => {
  service = await EcsService.open();
  ({ ground, aws } = service);
});

afterAll(() => service.close());

describe("a release on Amazon ECS", () => {
  it("is not deployed with credentials of another account [A15]", async () => {
    aws.account = "999999999999";
    const ended = await run("deploy", "--commit", "--push");
    aws.account = ACCOUNT;
    expect([ended.exit, errorOf(ended)]).toEqual([
      2,
      `the AWS credentials are of account 999999999999, not of account ${ACCOUNT}; nothing was touched`,
    ]);
    expect(aws.calls).not.toContain("RegisterTaskDefinition");
  });

  it("is not deployed into another region than is meant [A15]", async () => {
    const environment = { ...aws.environment, AWS_REGION: "us-east-1" };
    const ended = await ground.runWith({ environment }, "deploy", "--json");
    expect([ended.exit, errorOf(ended)]).toEqual([
      2,
      `AWS_REGION is us-east-1, and pipeline.config.yaml says ${REGION}; nothing was touched`,
    ]);
  });

  it("is not deployed where no task would run, and says so before [A17]", async () => {
    aws.ecs.desiredCount = 0;
    const ended = await run("deploy", "--commit", "--push");
    aws.ecs.desiredCount = 2;
    expect(ended.exit).toBe(6);
    expect(errorOf(ended)).toContain("there is no rollback target; nothing was deployed");
  });

  it("is not begun before its image was pushed", async () => {
    const ended = await run("deploy", "--commit", "--push");
    expect(ended.exit).toBe(6);
    expect(errorOf(ended)).toMatch(
      /has no image tagged shop-release-1-[0-9a-f]{12}, so release 1 cannot be deployed/,
    );
    expect(ground.read("prompt_registry.yaml")).toContain("environments: {}");
  });

  it("is planned without touching anything, and says what cannot be gone back to [A17]", async () => {
    digest = await pushRelease(ground.root, aws);
    const ended = await run("deploy", "--image", digest, "--dry-run");
    expect(ended.exit).toBe(0);
    expect(ended.stderr).toContain("This is a first deployment: there is nothing to roll back to.");
    expect(aws.calls).not.toContain("RegisterTaskDefinition");
  });

  it("answers, is evaluated where it runs, and stands in the registry", async () => {
    const ended = await run("deploy", "--image", digest, "--commit", "--push");
    expect([ended.exit, ended.stderr]).toEqual([0, expect.anything()]);
    expect(documentOf(ended)).toMatchObject({ verdict: "pass", url: aws.liveUrl });
    expect(await answering("colour")).toBe("1.0.0");
    expect(ground.read("prompt_registry.yaml")).toContain('status: "verified"');
  });

  it("is deployed once, however often it is asked for", async () => {
    const before = aws.ecs.definitions.length;
    expect(documentOf(await run("deploy", "--commit", "--push"))["deployed"]).toBe(false);
    expect(aws.ecs.definitions).toHaveLength(before);
  });

  it("gets new tasks of the same release by --restart", async () => {
    const ended = await run("deploy", "--restart", "--commit", "--push");
    expect(ended.exit).toBe(0);
    const [newest, before] = aws.ecs.deployments;
    const fields = (name = "") => aws.ecs.definition(name)?.fields;
    expect(newest?.definition).not.toBe(before?.definition);
    expect(fields(newest?.definition)).toEqual(fields(before?.definition));
  });

  it("loses only the task that regressed, by pins, without a second image", async () => {
    ground.author({ "prompts/00-templates/colour.yaml": worseTemplate("colour") });
    await ground.must("promote", "--task", "colour", "--override", "--reason", "drill", "--commit", "--push");
    const worse = await pushRelease(ground.root, aws);
    const ended = await run("deploy", "--image", worse, "--commit", "--push");
    expect(ended.exit).toBe(5);
    regressed = aws.ecs.deployments[1]?.definition ?? "";
    expect(await answering("colour")).toBe("1.0.0");
    expect(pinsOf(aws.ecs.live)).toBe('{"colour":"1.0.0"}');
    expect(ground.read("prompt_registry.yaml")).toContain('status: "quarantined"');
  });

  it("gets new tasks by --restart as it is, pins and all, where no image of production's content was ever pushed", async () => {
    const images = aws.images.length;
    const ended = await run("deploy", "--restart", "--commit", "--push");
    expect([ended.exit, ended.stderr]).toEqual([0, expect.anything()]);
    expect(aws.images).toHaveLength(images);
    expect(pinsOf(aws.ecs.live)).toBe('{"colour":"1.0.0"}');
  });

  it("goes back as a whole from another machine, by what git and ECS know", async () => {
    const other = ground.colleague();
    rmSync(join(other.root, ".pipeline"), { recursive: true, force: true });
    const flags = ["--to", "1", "--reason", "everything is suspect", "--commit", "--push", "--json"];
    const ended = await other.runWith({ environment: aws.environment }, "rollback", ...flags);
    expect([ended.exit, ended.stderr]).toEqual([0, expect.anything()]);
    expect(await answering("tone")).toBe("1.0.0");
    expect(pinsOf(aws.ecs.live)).toBe("{}");
    ground.git("pull", "--quiet", "origin", "main");
    other.remove();
  });

  it("is compared with the record by reconcile, which agrees where it was asked", async () => {
    const same = await run("reconcile");
    expect([same.exit, documentOf(same)]).toEqual([
      0,
      expect.objectContaining({ ok: true, not_looked_at: [] }),
    ]);
  });

  it("is no all-clear of reconcile where AWS cannot be asked: exit 2 for credentials, else 6", async () => {
    const elsewhere = { ...aws.environment, AWS_REGION: "us-east-1" };
    const nobody = { ...aws.environment, AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    const denied = { code: "AccessDeniedException", message: "not authorized to perform" };
    const expired = { code: "ExpiredTokenException", message: "The security token has expired" };
    for (const [environment, fault, exit] of [
      [elsewhere, undefined, 2],
      [nobody, undefined, 2],
      [aws.environment, expired, 2],
      [aws.environment, denied, 6],
    ] as const) {
      aws.fault = (action) =>
        fault === undefined || !action.startsWith("Describe") ? undefined : { kind: "error", ...fault };
      const asked = await ground.runWith({ environment }, "reconcile");
      const json = documentOf(await ground.runWith({ environment }, "reconcile", "--json"));
      aws.fault = () => undefined;
      expect([asked.exit, asked.stdout]).toEqual([
        exit,
        expect.stringContaining("not looked at shop/production: "),
      ]);
      expect(asked.stdout).not.toContain("services agree");
      expect(json).toMatchObject({ ok: false, not_looked_at: [{ where: "shop/production", exit }] });
    }
  });

  it("is brought back to what is on record by reconcile --fix, which deploys and evaluates as ever", async () => {
    const right = aws.ecs.live;
    await aws.ecs.update(regressed);
    const compared = await run("reconcile");
    expect(compared.exit).toBe(7);
    expect(documentOf(compared)["differences"]).toMatchObject([
      { kind: "service", where: `shop/production (${aws.liveUrl})`, mendable: true },
    ]);
    const planned = await run("reconcile", "--fix", "--dry-run");
    expect([documentOf(planned)["deployments"], aws.ecs.live]).toEqual([["shop/production"], regressed]);
    const mended = await run("reconcile", "--fix", "--commit", "--push");
    expect([mended.exit, documentOf(mended)]).toMatchObject([0, { ok: true, fixed: [{ kind: "service" }] }]);
    expect(pinsOf(aws.ecs.live)).toBe(pinsOf(right));
    expect((await run("reconcile")).exit).toBe(0);
  });

  it("that somebody rolled back with AWS's tools alone is a drift of its own, which --fix leaves as it is", async () => {
    ground.author({ "prompts/00-templates/tone.yaml": labelTemplate("tone", "Say the tone.") });
    await ground.must("eval-runner", "--task", "tone", "--quiet");
    await ground.must("promote", "--task", "tone", "--commit", "--push");
    const before = aws.ecs.live;
    expect(
      (await run("deploy", "--image", await pushRelease(ground.root, aws), "--commit", "--push")).exit,
    ).toBe(0);
    expect(await answering("tone")).toBe("1.0.1");
    await aws.ecs.update(before);
    const ended = await run("reconcile", "--fix", "--commit", "--push");
    expect([ended.exit, aws.ecs.live]).toEqual([7, before]);
    expect(documentOf(ended)).toMatchObject({
      differences: [{ kind: "by_hand", where: `shop/production (${aws.liveUrl})`, mendable: false }],
      deployments: [],
    });
  });

  it("is on record as a rollback by hand after the command that reconcile prints, and nothing is deployed for it", async () => {
    const [{ fix = "" } = {}] = documentOf(await run("reconcile"))["differences"] as { fix?: string }[];
    const [, printed = ""] = /`npx gpt-pipeline-hub (rollback [^`]+)`/.exec(fix) ?? [];
    expect(printed).toMatch(/^rollback --service shop --environment production --to \d+ --reason "why"/);
    const flags = printed.replace("rollback ", "").replace('"why"', "at_night").split(" ");
    const [live, calls] = [aws.ecs.live, aws.calls.length];
    const plan = await run("rollback", ...flags, "--dry-run");
    expect(documentOf(plan)).toMatchObject({ dry_run: true, recorded: false });
    const ended = await run("rollback", ...flags);
    expect([ended.exit, documentOf(ended)]).toMatchObject([
      0,
      { recorded: true, tasks: [{ task: "tone", version: "1.0.1", instead: "1.0.0" }] },
    ]);
    expect([aws.ecs.live, aws.calls.slice(calls).filter((call) => /^(Register|Update)/.test(call))]).toEqual([
      live,
      [],
    ]);
    expect(ground.remoteGit("show", "main:prompts/02-production/tone.yaml")).toContain('version: "1.0.0"');
    expect(ground.remoteGit("show", "main:prompt_audit.jsonl")).toContain("by hand: at_night");
    expect((await run("reconcile")).exit).toBe(0);
    expect(documentOf(await run("rollback", ...flags))).toEqual({ rolled_back: false });
    expect((await run("deploy", "--commit", "--push")).exit).toBe(0);
  });

  it("is reported where its repository of images lost what runs, since no task could start again", async () => {
    const kept = aws.images.splice(0);
    const compared = await run("reconcile");
    aws.images.push(...kept);
    expect(compared.exit).toBe(7);
    expect(documentOf(compared)["differences"]).toMatchObject([{ kind: "image", mendable: false }]);
    expect(compared.stdout).toContain("has no more: no task of it could start");
  });

  it("is not deployed where registry and file say what nobody promoted", async () => {
    const before = ground.read("prompt_registry.yaml");
    const edited = before.replace(/status: "?quarantined"?/, "status: verified");
    expect(edited).not.toBe(before);
    ground.write({ "prompt_registry.yaml": edited });
    const ended = await run("deploy", "--restart");
    ground.write({ "prompt_registry.yaml": before });
    expect(ended.exit).toBe(7);
    expect(errorOf(ended)).toContain("the records of production disagree; nothing was deployed");
  });

  it("is left alone where somebody else deployed, and reconcile says so [A9]", async () => {
    const [before, fields] = [aws.ecs.live, aws.ecs.definition(aws.ecs.live)?.fields ?? {}];
    const theirs = aws.ecs.register("prompt-service", fields, []);
    await aws.ecs.update(theirs);
    const [compared, ended] = [await run("reconcile"), await run("deploy", "--commit", "--push")];
    expect([compared.exit, compared.stdout]).toEqual([
      7,
      expect.stringContaining(`${theirs} has the service`),
    ]);
    expect([ended.exit, errorOf(ended)]).toEqual([7, expect.stringContaining(theirs)]);
    expect(aws.ecs.live).toBe(theirs);
    await aws.ecs.update(before);
  });

  it("is not deployed while its repository lacks what a rollback needs [A13]", async () => {
    const kept = aws.images.splice(0);
    const ended = await run("deploy", "--restart", "--commit", "--push");
    aws.images.push(...kept);
    expect(ended.exit).toBe(6);
    expect(errorOf(ended)).toContain("has lost what a rollback needs: sha256:");
  });

  it("is not deployed with a key in the open [A20]", async () => {
    const variables = environmentOf(aws.ecs.live);
    variables.push({ name: "OPENAI_API_KEY", value: "not-telling" });
    const ended = await run("deploy", "--restart", "--commit", "--push");
    variables.pop();
    expect(ended.exit).toBe(3);
    expect(ended.stderr).toContain("has the variable OPENAI_API_KEY in its environment, in the open");
    expect(ended.stderr + ended.stdout).not.toContain("not-telling");
  });
});
