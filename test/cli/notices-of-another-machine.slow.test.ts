import type { ChildProcess } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, type EndedCommand, startCommand } from "../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { OFFLINE_CONFIG, worseTemplate } from "../builders/label-task.ts";
import { type HookReceiver, startHookReceiver } from "../fakes/hook-receiver.ts";

const NOTIFY = `notify:
  - { on: [rollback], to: webhook, url_env: HOOK_URL, secret_env: HOOK_SECRET }
`;
const PUSHING = ["--commit", "--push"] as const;

let ground: GitGround;
let hook: HookReceiver;
let address = "";

const environment = () => ({ HOOK_URL: address, HOOK_SECRET: "not-a-real-secret" });
const run = (on: GitGround, name: string, ...flags: readonly string[]): Promise<EndedCommand> =>
  on.runWith({ environment: environment() }, name, ...flags);

/** A webhook's other end at which the machine dies that calls it. */
async function startKiller() {
  const killer = { url: "", victim: undefined as ChildProcess | undefined, close: async () => {} };
  const server = createServer(() => killer.victim?.kill("SIGKILL"));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  killer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  killer.close = () => new Promise((resolve) => void server.close(() => resolve()));
  return killer;
}

const told = () => hook.received.map(({ headers }) => headers["webhook-id"]);
const kept = (): string => ground.remoteGit("show", "pipeline-state:notices.json");

beforeAll(async () => {
  [ground, hook] = [await anEvaluatedGround(["colour"]), await startHookReceiver()];
  ground.author({ "pipeline.config.yaml": `${OFFLINE_CONFIG}${NOTIFY}` }, "chore: who is told");
  address = hook.url;
  await run(ground, "promote", "--all-ready", ...PUSHING);
  await run(ground, "deploy", ...PUSHING);
  ground.author({ "prompts/00-templates/colour.yaml": worseTemplate("colour") });
  await run(ground, "promote", "--task", "colour", "--override", "--reason", "drill", ...PUSHING);
});

afterAll(async () => {
  await ground.run("deploy", "--stop");
  ground.remove();
  await hook.close();
});

describe.sequential("a runner that dies while it tells somebody", () => {
  it("leaves what it had to tell where every other one finds it", async () => {
    const killer = await startKiller();
    address = killer.url;
    const started = startCommand("deploy", ["--root", ground.root, ...PUSHING], {
      environment: environment(),
    });
    killer.victim = started.process;
    expect((await started.ended).exit).toBeNull();
    await killer.close();
    expect(JSON.parse(kept()).waiting).toMatchObject([
      { notice: { event: "rollback", state: "alarm", subject: "shop/local" }, to: "webhook HOOK_URL" },
    ]);
    expect(kept()).not.toContain("not-a-real-secret");
  });

  it("has it told by the next command of another one, under the id that it had", async () => {
    const other = ground.freshClone();
    address = hook.url;
    const [{ notice }] = JSON.parse(kept()).waiting;
    const looked = await run(other, "reconcile", "--json");
    expect([looked.exit, documentOf(looked)]).toMatchObject([
      7,
      { differences: [{ kind: "unfinished", where: "pipeline-state" }] },
    ]);
    expect(told()).toEqual([]);
    const ended = await run(other, "reconcile", "--fix", ...PUSHING);
    expect([ended.exit, ended.stderr]).toEqual([0, expect.stringContaining("took")]);
    expect(told()).toEqual([notice.id]);
    expect(JSON.parse(kept()).waiting).toEqual([]);
    other.remove();
  });

  it("tells nothing again when it comes back after all", async () => {
    ground.git("pull", "--quiet", "origin", "main");
    expect((await run(ground, "reconcile", "--fix", ...PUSHING)).exit).toBe(0);
    expect(told()).toHaveLength(1);
  });
});
