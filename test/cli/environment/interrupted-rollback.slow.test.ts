import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answeringVersions, liveIdentity } from "../../builders/answering-versions.ts";
import { documentOf, type EndedCommand, errorOf, startCommand } from "../../builders/command-process.ts";
import { EcsService, RECORDED } from "../../builders/ecs-service.ts";
import type { GitGround } from "../../builders/git-ground.ts";
import { labelTemplate } from "../../builders/label-task.ts";
import type { FakeAws } from "../../fakes/fake-aws.ts";

const EXPIRED = { kind: "error", code: "ExpiredToken", message: "The security token has expired" } as const;

let service: EcsService;
let ground: GitGround;
let aws: FakeAws;
let wordings = 0;

const back = (...flags: readonly string[]): Promise<EndedCommand> =>
  service.run("rollback", ...flags, "--reason", "customers_complain");

async function answering(): Promise<Readonly<Record<string, string>>> {
  const { release } = await liveIdentity(aws.liveUrl);
  return { release: String(release), ...(await answeringVersions(aws.liveUrl)) };
}

/** One release more: the next version of `colour`, evaluated, promoted and deployed. */
async function ship(): Promise<void> {
  wordings += 1;
  ground.author({ "prompts/00-templates/colour.yaml": labelTemplate("colour", `Colour, way ${wordings}.`) });
  await ground.must("eval-runner", "--task", "colour", "--quiet");
  await ground.must("promote", "--task", "colour", "--commit", "--push");
  await service.deploy();
}

/** The credentials of the next command expire once it waits for ECS. */
async function expiring(work: () => Promise<EndedCommand>): Promise<EndedCommand> {
  const updates = (): number => aws.calls.filter((call) => call === "UpdateService").length;
  const before = updates();
  aws.ecs.course = { kind: "succeeds", looks: 3 };
  aws.fault = () => (updates() > before ? EXPIRED : undefined);
  const ended = await work();
  aws.fault = () => undefined;
  return ended;
}

/** The command is killed as soon as ECS was told what to run. */
async function killed(...flags: readonly string[]): Promise<void> {
  aws.ecs.course = { kind: "succeeds", looks: 3 };
  const started = startCommand(
    "rollback",
    ["--root", ground.root, ...flags, "--reason", "customers_complain", ...RECORDED],
    { environment: aws.environment },
  );
  const before = aws.calls.length;
  aws.fault = () => {
    if (aws.calls.slice(before).includes("UpdateService")) started.process.kill("SIGKILL");
    return undefined;
  };
  expect((await started.ended).exit).toBe(null);
  aws.fault = () => undefined;
}

beforeAll(async () => {
  service = await EcsService.deployed();
  ({ ground, aws } = service);
  for (let release = 2; release <= 6; release += 1) await ship();
  expect(await answering()).toMatchObject({ release: "6", colour: "1.0.5" });
});

beforeEach(() => {
  aws.ecs.course = { kind: "succeeds", looks: 0 };
});

afterAll(() => service.close());

describe("a rollback that was interrupted, run again, ends where it was going", () => {
  it("of a whole release, whose credentials expired: not one release further", async () => {
    const first = await expiring(() => back());
    expect([first.exit, errorOf(first)]).toEqual([6, expect.stringContaining("credentials have expired")]);
    const again = await back();
    expect([again.exit, again.stderr]).toEqual([
      0,
      expect.stringContaining("finishing the rollback of release 5"),
    ]);
    expect(documentOf(again)).toMatchObject({ rolled_back: true, completed: true, state: { release: 5 } });
    expect(await answering()).toMatchObject({ release: "5", colour: "1.0.4" });
    expect(ground.git("status", "--porcelain")).toBe("");
  });

  it("of one task, whose credentials expired: the version that was taken back stays away", async () => {
    await expiring(() => back("--task", "colour"));
    expect((await back("--task", "colour")).exit).toBe(0);
    expect(await answering()).toMatchObject({ release: "5", colour: "1.0.3" });
    expect(ground.remoteGit("show", "main:prompts/02-production/colour.yaml")).toContain('version: "1.0.3"');
  });

  it("of a release by its number, which was killed", async () => {
    await killed("--to", "3");
    expect((await back("--to", "3")).exit).toBe(0);
    expect(await answering()).toMatchObject({ release: "3", colour: "1.0.2" });
  });

  it("of a whole release, which was killed", async () => {
    await killed();
    expect((await back()).exit).toBe(0);
    expect(await answering()).toMatchObject({ release: "2", colour: "1.0.1" });
  });

  it("of one task, which was killed; another rollback that is asked for meanwhile is not guessed", async () => {
    await killed("--task", "colour");
    const other = await back();
    expect([other.exit, errorOf(other)]).toEqual([
      7,
      expect.stringContaining('another rollback of shop/production was begun ("customers_complain")'),
    ]);
    expect(await answering()).toMatchObject({ release: "2", colour: "1.0.0", tone: "1.0.0" });
    expect((await service.run("reconcile")).exit).toBe(0);
  });

  it("before another release that is named, which is gone back to then", async () => {
    await ship();
    await ship();
    await killed();
    const named = await back("--to", "1");
    expect([named.exit, named.stderr]).toEqual([0, expect.stringContaining("finishing the rollback")]);
    expect(await answering()).toMatchObject({ release: "1", colour: "1.0.0" });
  });

  it("of two equal ones the later one finds that it is back already", async () => {
    await ship();
    await ship();
    const late = ground.freshClone();
    expect((await back("--task", "colour")).exit).toBe(0);
    const there = await answering();
    const flags = ["--task", "colour", "--reason", "customers_complain", "--commit", "--push"];
    const second = await late.runWith({ environment: aws.environment }, "rollback", ...flags);
    late.remove();
    expect([second.exit, second.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^colour was rolled back to .* by Ada Author .* meanwhile, which answers already/,
      ),
    ]);
    expect(there).toEqual(await answering());
  });
});
