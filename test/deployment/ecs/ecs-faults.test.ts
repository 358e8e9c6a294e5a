import { afterEach, describe, expect, it } from "vitest";
import { imageTag } from "../../../src/deployment/ecs/release-image.ts";
import { bringUp } from "../../../src/deployment/targets/bring-up.ts";
import { DeploymentFailed } from "../../../src/deployment/targets/deployment-failed.ts";
import { NotTakenAway } from "../../../src/deployment/targets/not-taken-away.ts";
import { EXIT } from "../../../src/prompts/exit-code.ts";
import type { Failure } from "../../../src/prompts/failure.ts";
import type { EcsOptions } from "../../fakes/aws/ecs-model.ts";
import { aDesiredState, FIRST, SECOND } from "../targets/target-contract.ts";
import { anEcsTarget, anotherTarget, apiOf, type EcsUnderTest, SETTINGS } from "./under-test.ts";

const first = aDesiredState(FIRST, { operation: "1".repeat(64) });
const second = aDesiredState(SECOND, { operation: "2".repeat(64) });

const opened: EcsUnderTest[] = [];

async function open(options: Partial<EcsOptions> = {}): Promise<EcsUnderTest> {
  const under = await anEcsTarget(options);
  opened.push(under);
  return under;
}

/** Where the first release runs. */
async function openRunning(options: Partial<EcsOptions> = {}): Promise<EcsUnderTest> {
  const under = await open(options);
  await under.target.finish((await under.target.start(first)).id);
  under.aws.calls.length = 0;
  return under;
}

afterEach(async () => {
  for (const { aws, dispose } of opened.splice(0)) {
    await dispose();
    expect(aws.violations).toEqual([]);
  }
});

const failureOf = async (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => Promise.reject(new Error("it did not fail")),
    (error: Failure) => error,
  );

const pushed = (digest: string) => ({ content: FIRST.release.image, digest });

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("it is not there");
  return value;
}

const liveVersion = async ({ target }: EcsUnderTest): Promise<string | undefined> => {
  const { deployment } = await target.observe();
  const identity = deployment === undefined ? undefined : await target.verify(deployment.id);
  return identity?.prompts["support_reply"]?.version;
};

/** Somebody registers a task definition by hand and deploys it. */
async function strangerDeploys({ aws }: EcsUnderTest): Promise<string> {
  const fields = aws.ecs.definition(aws.ecs.live)?.fields ?? {};
  const name = aws.ecs.register("prompt-service", fields, []);
  aws.ecs.course = { kind: "succeeds", looks: 0 };
  await aws.ecs.update(name);
  return name;
}

describe("AWS refuses", () => {
  it("a busy AWS is asked again; one that stays busy is said to be busy [A1]", async () => {
    const under = await open();
    under.aws.fault = (action, nth) =>
      action === "UpdateService" && nth === 1
        ? { kind: "error", code: "ThrottlingException", message: "Rate exceeded" }
        : undefined;
    await under.target.start(first);
    expect(under.aws.calls.filter((call) => call === "UpdateService")).toHaveLength(2);
    under.aws.fault = (action) =>
      action === "UpdateService"
        ? { kind: "error", code: "ThrottlingException", message: "Rate exceeded" }
        : undefined;
    under.aws.calls.length = 0;
    const failure = await failureOf(under.target.start(second));
    expect(failure.exit).toBe(EXIT.unhealthy);
    expect(failure.message).toMatch(
      /^ecs:UpdateService on service prompts in cluster web was throttled again and again/,
    );
    expect(failure.fix).toContain("Run the command again");
    expect(under.aws.calls.filter((call) => call === "UpdateService")).toHaveLength(SETTINGS.maxAttempts);
  });

  it("what was begun before AWS was too busy is gone on with, not begun again [A1, A11]", async () => {
    const under = await open();
    under.aws.fault = (action) =>
      action === "UpdateService"
        ? { kind: "error", code: "ThrottlingException", message: "Rate exceeded" }
        : undefined;
    await failureOf(under.target.start(first));
    under.aws.fault = () => undefined;
    await under.target.start(first);
    expect(under.aws.calls.filter((call) => call === "RegisterTaskDefinition")).toHaveLength(1);
    expect(await liveVersion(under)).toBe("1.0.0");
  });

  it("credentials that expire while it waits end it with what to do; with new ones it is seen anew [A2]", async () => {
    const under = await open();
    under.aws.ecs.course = { kind: "succeeds", looks: 3 };
    const { id } = await under.target.start(first);
    expect(await under.target.status(id)).toMatchObject({ kind: "in_progress" });
    under.aws.fault = () => ({
      kind: "error",
      code: "ExpiredTokenException",
      message: "The token has expired",
    });
    const failure = await failureOf(under.target.status(id));
    expect([failure.exit, failure.fix]).toEqual([
      EXIT.unhealthy,
      "Get new credentials. Run the command again: it looks where AWS is and goes on.",
    ]);
    under.aws.fault = () => undefined;
    await under.target.finish(id);
    expect(await under.target.status(id)).toMatchObject({ kind: "running" });
  });

  it.each([
    ["DescribeServices", "Service"],
    ["DescribeTaskDefinition", "TaskDefinitions"],
    ["ListServiceDeployments", "Service"],
    ["DescribeServiceDeployments", "ServiceDeployments"],
    ["DescribeServiceRevisions", "ServiceDeployments"],
    ["DescribeImages", "Images"],
    ["RegisterTaskDefinition", "TaskDefinitions"],
    ["UpdateService", "Service"],
  ])(
    "%s that is not allowed is named with the statement %s, and not tried again [A3]",
    async (action, statement) => {
      const under = await openRunning();
      under.aws.fault = (asked) =>
        asked === action
          ? { kind: "error", code: "AccessDeniedException", message: "User is not authorized" }
          : undefined;
      const fresh = anotherTarget(under);
      const failure = await failureOf(fresh.start(second));
      expect(failure.exit).toBe(EXIT.unhealthy);
      expect(failure.message).toContain(`:${action} on `);
      expect(failure.fix).toContain(`in the statement ${statement} of`);
      expect(under.aws.calls.filter((call) => call === action)).toHaveLength(1);
    },
  );

  it.each([
    ["StopServiceDeployment", false],
    ["ContinueServiceDeployment", true],
  ])("%s that is not allowed is named too [A3]", async (action, pauses) => {
    const under = await openRunning({ pauses });
    under.aws.ecs.course = { kind: "succeeds", looks: pauses ? 0 : 99 };
    const { id } = await under.target.start(second);
    under.aws.fault = (asked) =>
      asked === action ? { kind: "error", code: "AccessDeniedException", message: "no" } : undefined;
    under.aws.calls.length = 0;
    const failure = await failureOf(under.target.rollback(id));
    expect(failure.exit).toBe(EXIT.unhealthy);
    expect(failure.message).toContain(`ecs:${action} on arn:aws:ecs:`);
    expect(failure.fix).toContain("in the statement ServiceDeployments of");
    expect(under.aws.calls.filter((call) => call === action)).toHaveLength(1);
  });

  it.each([
    ["iam:PassRole", "PassTaskRoles"],
    ["ecs:TagResource", "TagTaskDefinitions"],
  ])("the right %s behind registering is named, not the call [A3]", async (action, statement) => {
    const under = await open();
    const message = `User: x is not authorized to perform: ${action} on resource: y`;
    under.aws.fault = (asked) =>
      asked === "RegisterTaskDefinition"
        ? { kind: "error", code: "AccessDeniedException", message }
        : undefined;
    const failure = await failureOf(under.target.start(first));
    expect(failure.exit).toBe(EXIT.unhealthy);
    expect(failure.message).toContain(`${action} on family prompt-service is not allowed`);
    expect(failure.fix).toContain(`the statement ${statement} of`);
    expect(under.aws.calls.filter((call) => call === "RegisterTaskDefinition")).toHaveLength(1);
  });

  it.each(["DRAINING", "INACTIVE"])(
    "a service that is %s is named, and nothing is registered [A4]",
    async (status) => {
      const under = await open();
      under.aws.ecs.status = status;
      const failure = await failureOf(under.target.start(first));
      expect([failure.exit, failure.message]).toEqual([
        EXIT.unhealthy,
        `the ECS service of prompt-service/production is ${status}; nothing was deployed`,
      ]);
      expect(under.aws.calls).not.toContain("RegisterTaskDefinition");
    },
  );

  it.each([
    [{ cluster: "web", service: "gone" }, /found no such active service \(ServiceNotFoundException: MISSING/],
    [{ cluster: "gone", service: "prompts" }, /found no such cluster/],
  ])("%o that is not there is named [A4]", async (names, message) => {
    await open();
    const failure = await failureOf(apiOf(names).service());
    expect(failure.exit).toBe(EXIT.unhealthy);
    expect(failure.message).toMatch(message);
  });

  it("a reply that was lost leaves no second task definition behind [A11]", async () => {
    const under = await open();
    under.aws.fault = (action, nth) =>
      action === "RegisterTaskDefinition" && nth === 1 ? { kind: "lost_reply" } : undefined;
    const before = under.aws.ecs.definitions.length;
    const { id } = await under.target.start(first);
    expect(await under.target.status(id)).toMatchObject({ kind: "running" });
    expect(under.aws.ecs.definitions).toHaveLength(before + 1);
  });
});

describe("ECS goes its own way", () => {
  it("a deployment whose tasks do not start is failed, however stable the service is [A6]", async () => {
    const under = await openRunning();
    under.aws.ecs.course = {
      kind: "trips",
      looks: 1,
      reason: "deployment circuit breaker: tasks failed to start.",
    };
    const { id } = await under.target.start(second);
    await under.target.status(id);
    const detail = "rolled back by ECS: deployment circuit breaker: tasks failed to start.";
    expect(await under.target.status(id)).toEqual({ kind: "failed", detail });
    await under.target.rollback(id);
    expect(await under.target.status(id)).toEqual({ kind: "failed", detail });
    expect(under.aws.ecs.unfinished).toBeUndefined();
    expect(await liveVersion(under)).toBe("1.0.0");
    expect((await under.target.observe()).deployment?.wentBack).toBe(
      "deployment circuit breaker: tasks failed to start.",
    );
  });

  it("what somebody put back with AWS's tools is told from what ECS took back", async () => {
    const under = await openRunning();
    const { id } = await under.target.start(second);
    await under.target.finish(id);
    await under.aws.ecs.update("prompt-service:2");
    const { deployment } = await under.target.observe();
    expect([deployment?.id, deployment?.wentBack]).toEqual(["prompt-service:2", undefined]);
  });

  it("what stopped and was not taken back by ECS is taken back by us", async () => {
    const under = await openRunning({ breaker: false });
    under.aws.ecs.course = { kind: "stops", looks: 1, reason: "tasks failed to start" };
    const { id } = await under.target.start(second);
    await under.target.status(id);
    expect(await under.target.status(id)).toEqual({
      kind: "failed",
      detail: "stopped: tasks failed to start",
    });
    under.aws.ecs.course = { kind: "succeeds", looks: 0 };
    await under.target.rollback(id);
    expect(await liveVersion(under)).toBe("1.0.0");
  });

  it("a new operation over what stopped begins from what ran before", async () => {
    const under = await openRunning({ breaker: false });
    under.aws.ecs.course = { kind: "stops", looks: 0, reason: "tasks failed to start" };
    const { id } = await under.target.start(second);
    await under.target.status(id);
    under.aws.ecs.course = { kind: "succeeds", looks: 0 };
    await under.target.start({ ...second, operation: "9".repeat(64) });
    expect(await liveVersion(under)).toBe("1.1.0");
    expect(under.aws.ecs.deployments.map(({ definition }) => definition).slice(0, 3)).toEqual([
      "prompt-service:4",
      "prompt-service:2",
      "prompt-service:3",
    ]);
  });

  it("what ECS took back is not begun a second time by the same operation [A6]", async () => {
    const under = await openRunning();
    under.aws.ecs.course = { kind: "trips", looks: 1, reason: "no" };
    const { id } = await under.target.start(second);
    await under.target.rollback(id);
    under.aws.calls.length = 0;
    expect((await under.target.start(second)).id).toBe(id);
    expect(under.aws.calls).not.toContain("UpdateService");
  });

  it("one that hangs is stopped, and taking it away waits until ECS is back [A7]", async () => {
    const under = await openRunning();
    under.aws.ecs.course = { kind: "hangs" };
    const { id } = await under.target.start(second);
    expect(await under.target.status(id)).toMatchObject({
      kind: "in_progress",
      detail:
        "ecs-svc/prompt-service:3: 0 of 2 tasks run, 2 starting; (service prompts) has started 1 tasks.",
    });
    await under.target.rollback(id);
    expect(under.aws.calls).toContain("StopServiceDeployment");
    expect(under.aws.ecs.deployments[0]?.status).toBe("ROLLBACK_SUCCESSFUL");
    expect(await liveVersion(under)).toBe("1.0.0");
  });

  it.each(["hangs", "fails"] as const)("a way back that %s is for a person [A7, A18]", async (wayBack) => {
    const under = await openRunning();
    under.aws.ecs.course = { kind: "hangs" };
    under.aws.ecs.wayBack = wayBack;
    const { id } = await under.target.start(second);
    const failure = await failureOf(under.target.rollback(id));
    expect(failure).toBeInstanceOf(NotTakenAway);
    expect(failure.message).toMatch(
      /did not bring back prompt-service:2 within 15 minutes|could not roll it back/,
    );
  });

  it("one that finished before it could be stopped goes back by the earlier task definition [A8]", async () => {
    const under = await openRunning();
    under.aws.ecs.course = { kind: "succeeds", looks: 99 };
    const { id } = await under.target.start(second);
    under.aws.ecs.course = { kind: "succeeds", looks: 1 };
    under.aws.fault = (action) => {
      if (action === "StopServiceDeployment") void under.aws.ecs.carryOn(must(under.aws.ecs.unfinished));
      return undefined;
    };
    await under.target.rollback(id);
    expect(under.aws.calls).toEqual(expect.arrayContaining(["StopServiceDeployment", "UpdateService"]));
    expect(under.aws.ecs.live).toBe("prompt-service:2");
    expect(await liveVersion(under)).toBe("1.0.0");
  });

  it("a pause that ended before anybody answered is a rollback, and says so [A10]", async () => {
    const under = await openRunning({ pauses: true });
    const { id } = await under.target.start(second);
    expect(await under.target.status(id)).toMatchObject({ kind: "running", url: under.aws.testUrl });
    under.aws.ecs.expire();
    await expect(under.target.finish(id)).rejects.toThrow(
      /the pause ended before it was evaluated: rolled back by ECS/,
    );
    expect(await liveVersion(under)).toBe("1.0.0");
  });

  it("a way back that does not come up is tried once, and a person is told [A18]", async () => {
    const under = await openRunning();
    const { id } = await under.target.start(second);
    under.aws.ecs.course = { kind: "trips", looks: 1, reason: "the old image does not start" };
    const failure = await failureOf(under.target.rollback(id));
    expect(failure).toBeInstanceOf(NotTakenAway);
    expect(failure.message).toContain("the old image does not start");
    expect(under.aws.calls.filter((call) => call === "UpdateService")).toHaveLength(2);
  });
});

describe("somebody else deploys", () => {
  it("while ours is waited for: it is left alone, and ours is not taken for finished [A9]", async () => {
    const under = await openRunning();
    under.aws.ecs.course = { kind: "succeeds", looks: 99 };
    const { id } = await under.target.start(second);
    const theirs = await strangerDeploys(under);
    const failure = await failureOf(under.target.status(id));
    expect(failure.exit).toBe(EXIT.conflict);
    expect(failure.message).toContain(theirs);
    under.aws.calls.length = 0;
    await under.target.rollback(id);
    expect(under.aws.calls).not.toContain("UpdateService");
    expect(under.aws.ecs.live).toBe(theirs);
  });

  it("while ours is evaluated: finishing it is a conflict [A9]", async () => {
    const under = await openRunning({ pauses: true });
    const { id } = await under.target.start(second);
    const theirs = await strangerDeploys(under);
    under.aws.ecs.live = theirs;
    await under.aws.ecs.look();
    const failure = await failureOf(under.target.finish(id));
    expect([failure.exit, under.aws.ecs.primary]).toEqual([EXIT.conflict, theirs]);
  });

  it("before ours: it is seen and not deployed over, until somebody accepts it [A9]", async () => {
    const under = await openRunning();
    const theirs = await strangerDeploys(under);
    expect(await under.target.observe()).toEqual({ pending: [], stranger: theirs });
    expect((await failureOf(under.target.start(second))).exit).toBe(EXIT.conflict);
    const found = must(under.aws.ecs.definition(theirs));
    Object.assign(found, { tags: [{ key: "gpt-pipeline-hub:adopted", value: "true" }] });
    await under.target.finish((await under.target.start(second)).id);
    expect(await liveVersion(under)).toBe("1.1.0");
  });
});

describe("images and task definitions", () => {
  it("an image that is not what its tag says is found by asking the live service [A16]", async () => {
    const under = await open();
    under.aws.images.length = 0;
    under.aws.push(SECOND, imageTag(FIRST.release));
    const up = await bringUp(under.target, first, async (attempt) => attempt < 3);
    expect(up).toMatchObject({
      kind: "failed",
      detail: expect.stringMatching(
        /^the live service answers support_reply with 1\.1\.0 \([0-9a-f]{12}\), not 1\.0\.0/,
      ),
    });
  });

  it("the newest deployment counts, on whatever page ECS lists it [A19]", async () => {
    const under = await openRunning();
    for (const operation of ["5", "6", "7"])
      await under.target.start({ ...second, operation: operation.repeat(64) });
    const { id } = await under.target.start({ ...first, operation: "8".repeat(64) });
    under.aws.ecs.course = { kind: "trips", looks: 1, reason: "no" };
    expect(await under.target.status(id)).toMatchObject({ kind: "running" });
    expect(under.aws.calls.filter((call) => call === "ListServiceDeployments").length).toBeGreaterThan(5);
  });

  it("an image that is not in the repository is said before anything is registered [A13]", async () => {
    const under = await open();
    under.aws.images.length = 0;
    const failure = await failureOf(under.target.start(first));
    expect(failure.exit).toBe(EXIT.unhealthy);
    expect(failure.message).toMatch(
      /has no image tagged prompt-service-release-1-[0-9a-f]{12}, so release 1 cannot be deployed/,
    );
    expect(under.aws.calls).not.toContain("RegisterTaskDefinition");
  });

  it("the pushed digest that the caller names is deployed, tagged or not [A12]", async () => {
    const under = await open();
    under.aws.images.length = 0;
    const pushedImage = pushed(under.aws.push(FIRST, ""));
    await anotherTarget(under, { pushedImage }).start(first);
    expect(await liveVersion(under)).toBe("1.0.0");
  });

  it("a tag that stands for the same digest is done, one for another digest is a conflict [A12]", async () => {
    const under = await open();
    const [tagged] = under.aws.images;
    await anotherTarget(under, { pushedImage: pushed(must(tagged).digest) }).start(first);
    const pushedImage = pushed(`sha256:${"0".repeat(64)}`);
    const failure = await failureOf(
      anotherTarget(under, { pushedImage }).start({ ...first, operation: "3".repeat(64) }),
    );
    expect(failure.exit).toBe(EXIT.conflict);
    expect(failure.message).toContain(`stands for ${must(tagged).digest}, not for ${pushedImage.digest}`);
  });

  it("a digest that nobody pushed is not deployed [A12]", async () => {
    const under = await open();
    under.aws.images.length = 0;
    const pushedImage = pushed(`sha256:${"0".repeat(64)}`);
    const failure = await failureOf(anotherTarget(under, { pushedImage }).start(first));
    expect([failure.exit, failure.message]).toEqual([
      EXIT.unhealthy,
      expect.stringContaining(`no image ${pushedImage.digest}`),
    ]);
  });

  it("equal content under another number runs the image that was deployed before", async () => {
    const under = await openRunning();
    await under.target.start(second);
    const renumbered = { ...first, operation: "5".repeat(64), release: { ...first.release, number: 3 } };
    await under.target.start(renumbered);
    expect(await liveVersion(under)).toBe("1.0.0");
  });

  it("pins need no look at the repository of images", async () => {
    const under = await openRunning();
    under.aws.images.length = 0;
    await under.target.start({ ...first, operation: "4".repeat(64), pins: { support_reply: "1.0.0" } });
    expect(under.aws.calls).not.toContain("DescribeImages");
  });

  it("a task definition that was deregistered is registered again as it was [A5]", async () => {
    const under = await openRunning();
    const { id } = await under.target.start(second);
    must(under.aws.ecs.definition("prompt-service:2")).status = "INACTIVE";
    await under.target.rollback(id);
    expect(under.aws.ecs.live).toBe("prompt-service:4");
    expect(await liveVersion(under)).toBe("1.0.0");
    expect((await under.target.observe()).deployment?.operation).toBe(first.operation);
  });

  it("one that AWS does not know any more comes from what was kept here [A5]", async () => {
    const under = await openRunning();
    const { id } = await under.target.start(second);
    must(under.aws.ecs.definition("prompt-service:2")).status = "GONE";
    await under.target.rollback(id);
    expect(await liveVersion(under)).toBe("1.0.0");
  });

  it("one that is nowhere is for a person [A5]", async () => {
    const under = await openRunning();
    const { id } = await under.target.start(second);
    must(under.aws.ecs.definition("prompt-service:2")).status = "GONE";
    const fresh = anotherTarget(under);
    const failure = await failureOf(fresh.rollback(id));
    expect(failure).toBeInstanceOf(NotTakenAway);
    expect(failure.message).toBe(
      "the task definition prompt-service:2, which ran before, is gone and was not kept here",
    );
  });

  it("everything but image and pins stays as whoever runs the service set it up", async () => {
    const under = await open();
    const { id } = await under.target.start({ ...second, pins: { support_reply: "1.0.0" } });
    const before = must(under.aws.ecs.definition("prompt-service:1")).fields;
    const { containerDefinitions, ...rest } = must(under.aws.ecs.definition(id)).fields;
    expect({ ...rest, containerDefinitions: [] }).toEqual({ ...before, containerDefinitions: [] });
    const [container] = containerDefinitions as readonly Readonly<Record<string, unknown>>[];
    const [untouched] = before["containerDefinitions"] as readonly Readonly<Record<string, unknown>>[];
    expect(container).toEqual({
      ...untouched,
      image: expect.stringMatching(
        /^123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/prompt-service@sha256:/,
      ),
      environment: [
        { name: "NODE_ENV", value: "production" },
        { name: "PROMPT_PINS", value: '{"support_reply":"1.0.0"}' },
      ],
    });
  });

  it("a task definition without the named container is not deployed", async () => {
    const under = await open();
    await expect(anotherTarget(under, { container: "web" }).start(first)).rejects.toBeInstanceOf(
      DeploymentFailed,
    );
  });
});
