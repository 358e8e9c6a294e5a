import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EndedCommand } from "../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { OFFLINE_CONFIG, worseTemplate } from "../builders/label-task.ts";
import { type FakeGithub, startFakeGithub } from "../fakes/fake-github.ts";
import { type HookReceiver, startHookReceiver } from "../fakes/hook-receiver.ts";

const NOTIFY = `notify:
  - { on: [rollback, held], to: issue }
  - { on: [rollback, override, break_glass], to: webhook, url_env: HOOK_URL, secret_env: HOOK_SECRET }
`;

let ground: GitGround;
let github: FakeGithub;
let hook: HookReceiver;

beforeAll(async () => {
  [ground, github, hook] = [
    await anEvaluatedGround(["colour"]),
    await startFakeGithub(),
    await startHookReceiver(),
  ];
  ground.author({ "pipeline.config.yaml": `${OFFLINE_CONFIG}${NOTIFY}` }, "chore: who is told");
  await run("promote", "--all-ready", "--commit", "--push");
  await run("deploy", "--commit", "--push");
});

afterAll(async () => {
  await ground.run("deploy", "--stop");
  ground.remove();
  await github.close();
  await hook.close();
});

let permissions: Readonly<Record<string, string>> = { issues: "write" };

const run = (name: string, ...flags: readonly string[]): Promise<EndedCommand> => {
  const environment = {
    ...{ HOOK_URL: hook.url, HOOK_SECRET: "not-a-real-secret" },
    ...{ GITHUB_API_URL: github.url, GITHUB_REPOSITORY: github.repository },
    GITHUB_TOKEN: github.issueToken(permissions),
  };
  return ground.runWith({ environment }, name, ...flags);
};

const hooked = () => hook.received.map(({ body }) => JSON.parse(body) as Readonly<Record<string, unknown>>);
const issues = () => github.state.issues.map(({ title, state }) => `${state}: ${title}`);

describe.sequential("who has to know", () => {
  it("is told nothing of what went well", () => {
    expect([hooked(), issues()]).toEqual([[], []]);
  });

  it("is told of an override, and of the rollback that follows it", async () => {
    ground.author({ "prompts/00-templates/colour.yaml": worseTemplate("colour") });
    const override = ["--override", "--reason", "drill", "--commit", "--push"];
    await run("promote", "--task", "colour", ...override);
    const deployed = await run("deploy", "--commit", "--push");
    expect(deployed.exit).toBe(5);
    expect(hooked()).toMatchObject([
      { event: "override", state: "alarm", subject: "colour" },
      { event: "rollback", state: "alarm", subject: "shop/local" },
    ]);
    expect(issues()).toEqual(["open: shop/local: rolled back"]);
  });

  it("is told once that it is over, however often the command is run again", async () => {
    for (let time = 0; time < 2; time += 1) await run("deploy", "--commit", "--push");
    expect(hooked().slice(2)).toMatchObject([{ event: "rollback", state: "ended", subject: "shop/local" }]);
    expect(issues()).toEqual(["closed: shop/local: rolled back"]);
  });

  it("is told later where GitHub refuses, and the command ends as it would have ended", async () => {
    const worse = worseTemplate("colour").replace("Name the colour.", "Name any colour.");
    ground.author({ "prompts/00-templates/colour.yaml": worse });
    const override = ["--override", "--break-glass", "--reason", "again", "--commit", "--push"];
    await run("promote", "--task", "colour", ...override);
    expect(hooked().at(-1)).toMatchObject({ event: "break_glass", facts: { version: "1.0.2" } });
    permissions = { issues: "read" };
    const refused = await run("deploy", "--commit", "--push");
    expect([refused.exit, refused.stderr]).toEqual([5, expect.stringMatching(/was not told: .*403/)]);
    permissions = { issues: "write" };
    const mended = await run("reconcile", "--fix");
    expect(mended.stderr).toMatch(/opened issue \d+/);
    expect(issues().at(-1)).toMatch(/^open: shop\/local: /);
  });
});
