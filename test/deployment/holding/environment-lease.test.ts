import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Holder } from "../../../src/deployment/holding/environment-state.ts";
import { Overtaken } from "../../../src/deployment/holding/overtaken.ts";
import {
  interruptDeployment,
  LEASE_MS,
  type TakingOptions,
  takeEnvironment,
} from "../../../src/deployment/holding/take-environment.ts";
import type { OpenedOperation } from "../../../src/deployment/records/deployment-record.ts";
import { createGitStateBranch } from "../../../src/lifecycle/adapters/git/git-state-branch.ts";
import type { StateBranch } from "../../../src/lifecycle/state-branch.ts";
import { aGitGround, type GitGround } from "../../builders/git-ground.ts";

const PLACE = "shop/local";
const ENVIRONMENT = { PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
const START = Date.parse("2026-11-21T12:00:00Z");

let ground: GitGround;
let colleague: GitGround;

beforeAll(() => {
  ground = aGitGround(["colour"]);
  colleague = ground.colleague();
});

afterAll(() => {
  for (const one of [ground, colleague]) one.remove();
});

/** Compare and swap in memory, as git does it. */
function memoryBranch(): StateBranch {
  const texts = new Map<string, string>();
  return {
    read: async (name) => texts.get(name),
    change: async (name, change) => {
      const after = change(texts.get(name));
      if (after !== undefined) texts.set(name, after);
      return after ?? texts.get(name);
    },
  };
}

const aHolder = (ticket: string, kind: Holder["kind"] = "deploy"): Holder => ({
  ticket,
  kind,
  actor: "Ada",
  at: "2026-11-21T12:00:00.000Z",
});

const options = (branch: StateBranch, holder: Holder, more: Partial<TakingOptions> = {}): TakingOptions => ({
  branch,
  place: PLACE,
  holder,
  now: () => START,
  isDead: () => false,
  ...more,
});

async function held(taken: TakingOptions, waits = true) {
  const taking = await takeEnvironment(taken, waits);
  if (taking.kind === "busy") throw new Error(`held by ${taking.by.ticket}`);
  return taking.hold;
}

const opened = (generation: number): OpenedOperation => ({
  intent: {
    ...{ schema_version: 1, operation: "o", kind: "deploy", service: "shop", environment: "local" },
    ...{ generation, commit: "c", to: { release: 1, image: "sha256:1", pins: {} }, changed: [] },
  },
  steps: [],
});

describe("an environment", () => {
  it("is held by one deployment at a time, and free once it is given back", async () => {
    const branch = memoryBranch();
    const first = await held(options(branch, aHolder("first")));
    expect(await takeEnvironment(options(branch, aHolder("second")), true)).toMatchObject({
      kind: "busy",
      by: { ticket: "first" },
    });
    await first.release(1);
    expect((await held(options(branch, aHolder("second")))).state).toMatchObject({ closed: 1, given: 1 });
  });

  it("is taken by a rollback at once; the deployment is told at its next step, and gives nothing back that is not its own", async () => {
    const branch = memoryBranch();
    const deployment = await held(options(branch, aHolder("deployment")));
    const rollback = await held(
      options(branch, { ...aHolder("rollback", "rollback"), reason: "why" }),
      false,
    );
    for (const step of [deployment.renew(), deployment.keep(opened(1))]) {
      await expect(step).rejects.toThrow('superseded by rollback of Ada ("why")');
    }
    await deployment.release(9);
    await expect(rollback.renew()).resolves.toBeUndefined();
  });

  it.each([
    ["whose holder has ended", { isDead: () => true }],
    ["that was not renewed in time", { now: () => START + LEASE_MS }],
  ])("%s is free", async (_, more) => {
    const branch = memoryBranch();
    await held(options(branch, aHolder("first")));
    const second = await held(options(branch, aHolder("second"), more));
    await expect(second.renew()).resolves.toBeUndefined();
  });

  it("is kept by who renews it, however long that takes", async () => {
    const branch = memoryBranch();
    let now = START;
    const hold = await held(options(branch, aHolder("first"), { now: () => now }));
    for (let step = 0; step < 5; step += 1) {
      now += LEASE_MS * 0.6;
      await hold.renew();
    }
    const other = await takeEnvironment(options(branch, aHolder("second"), { now: () => now }), true);
    expect(other.kind).toBe("busy");
  });

  it("gives a rollback a generation above everything that the deployment may still use", async () => {
    const branch = memoryBranch();
    const deployment = await held(options(branch, aHolder("deployment")));
    await deployment.keep(opened(4));
    const rollback = await held(options(branch, aHolder("rollback", "rollback")), false);
    expect(rollback.state).toMatchObject({ given: 5, opened: { intent: { generation: 4 } } });
  });

  it("is taken from a deployment by an urgent promotion, and left to a rollback", async () => {
    const branch = memoryBranch();
    const urgent = options(branch, aHolder("promotion", "promote"));
    expect(await interruptDeployment(urgent)).toBe(false);
    const deployment = await held(options(branch, aHolder("deployment")));
    expect(await interruptDeployment(urgent)).toBe(true);
    await expect(deployment.renew()).rejects.toThrow(Overtaken);
    await held(options(branch, aHolder("rollback", "rollback")), false);
    expect(await interruptDeployment(urgent)).toBe(false);
  });
});

describe.each(["here", "origin"] as const)("on the branch pipeline-state, %s", (where) => {
  const branchOf = (one: GitGround): StateBranch => createGitStateBranch(one.root, ENVIRONMENT, where);

  it("ten that come at once get it one after another: nobody's change is lost", async () => {
    const other = where === "origin" ? colleague : ground;
    const adding = Array.from({ length: 10 }, (_, at) =>
      branchOf(at % 2 === 0 ? ground : other).change("count.txt", (text = "") => `${text}x`),
    );
    await Promise.all(adding);
    expect(await branchOf(ground).read("count.txt")).toBe("x".repeat(10));
  });

  it("of ten deployments that want it at once, exactly one has it", async () => {
    const wanting = Array.from({ length: 10 }, (_, at) =>
      takeEnvironment(options(branchOf(ground), aHolder(`${where} ${at}`)), true),
    );
    const kinds = (await Promise.all(wanting)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "held")).toHaveLength(1);
  });

  it("neither the checkout nor main is touched", async () => {
    const seen = () => [ground.git("status", "--porcelain"), ground.git("rev-parse", "HEAD", "main")];
    const before = seen();
    await branchOf(ground).change("other.txt", () => "text");
    expect(seen()).toEqual(before);
    const git = where === "origin" ? ground.remoteGit.bind(ground) : ground.git.bind(ground);
    expect(git("show", "pipeline-state:other.txt")).toBe("text");
  });
});
