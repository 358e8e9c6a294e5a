import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { documentOf, type EndedCommand, runCommand } from "../../builders/command-process.ts";
import { answers } from "../../fakes/fake-model-server.ts";
import { type HookAnswer, type HookReceiver, startHookReceiver } from "../../fakes/hook-receiver.ts";
import { configFor, KEY, ModelRepository } from "../eval-runner/model-repository.ts";

const HISTORY = "prompts/04-evals/support_reply/history.jsonl";
let repository: ModelRepository;
let hook: HookReceiver;

afterEach(async () => {
  await repository.close();
  await hook.close();
});

/** 24 examples, of which ten are asked first; 1.1.0 is in production, and 1.0.0 was before. */
async function watched(budget = "", ...hooks: readonly HookAnswer[]): Promise<void> {
  repository = await ModelRepository.inProduction();
  hook = await startHookReceiver(hooks.length === 0 ? [204] : hooks);
  const notify = "notify: [{ on: [drift], to: webhook, url_env: HOOK_URL, secret_env: HOOK_SECRET }]\n";
  const drift = `drift: { examples: 10${budget} }\n`;
  repository.write("pipeline.config.yaml", configFor(repository.server.url, notify + drift));
}

const run = (name: string, ...flags: readonly string[]): Promise<EndedCommand> =>
  runCommand(name, ["--root", repository.root, ...flags], {
    environment: { ACME_KEY: KEY, HOOK_URL: hook.url, HOOK_SECRET: "not-a-real-secret" },
  });
const watch = (): Promise<EndedCommand> => run("drift", "--json");
const stateIn = (ended: EndedCommand): unknown => documentOf(ended)["tasks"];
const asked = (): number => repository.server.asked.length;
const history = () =>
  readFileSync(join(repository.root, HISTORY), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

describe("the watch over what is in production", () => {
  it("asks some examples afresh each time, and says in the record that it asked no more", async () => {
    await watched();
    expect(stateIn(await watch())).toMatchObject([{ task: "support_reply", state: "well" }]);
    expect(asked()).toBe(10);
    const first = [...repository.questions()].sort();
    await watch();
    expect(asked()).toBe(20);
    expect(repository.questions().slice(10).sort()).toEqual(first);
    expect(history().at(-1)).toMatchObject({ stage: "production", sample: { of: 24 } });
    expect(hook.received).toHaveLength(0);
  });

  it("asks all examples and the version before where some alarm, tells after two runs, and ends by itself", async () => {
    await watched();
    repository.server.script(answers("No."));
    const once = await watch();
    expect(once.exit).toBe(0);
    expect(stateIn(once)).toMatchObject([{ state: "suspected" }]);
    expect(asked()).toBeGreaterThanOrEqual(10 + 24 + 24);
    expect(history().at(-1)).toMatchObject({ counts: { examples: 24 }, baseline: { version: "1.0.0" } });
    expect(hook.received).toHaveLength(0);

    const twice = await watch();
    expect(twice.exit).toBe(4);
    expect(JSON.parse(hook.received[0]?.body ?? "")).toMatchObject({
      event: "drift",
      state: "alarm",
      subject: "support_reply",
      title: "The model moved: support_reply",
    });

    repository.server.script(answers("Yes."));
    expect((await watch()).exit).toBe(0);
    expect(hook.received.map(({ body }) => JSON.parse(body).state)).toEqual(["alarm", "ended"]);
  });

  it("evaluates nothing once the month's budget is spent, and says so", async () => {
    await watched();
    await watch();
    const config = readFileSync(join(repository.root, "pipeline.config.yaml"), "utf8");
    repository.write(
      "pipeline.config.yaml",
      config.replace("examples: 10", "examples: 10, budget_usd: 0.00001"),
    );
    const late = await run("drift");
    expect(late).toMatchObject({ exit: 0, stderr: expect.stringContaining("nothing was evaluated") });
    expect(late.stdout).toContain("$0.0000 of this month's $0.00001 are left");
    expect(asked()).toBe(10);
  });

  it("keeps a run on record that money ended, so that the month counts it", async () => {
    await watched(", budget_usd: 0.0005");
    expect(stateIn(await watch())).toMatchObject([{ state: "unknown" }]);
    expect(asked()).toBeLessThan(10);
    expect(history()).toMatchObject([{ verdict: "inconclusive", stage: "production" }]);
  });

  it("ends as it would have ended where nobody can be told, says so, and tells it later", async () => {
    await watched("", 403, 204);
    repository.server.script(answers("No."));
    await watch();
    const alarmed = await watch();
    expect(alarmed.exit).toBe(4);
    expect(alarmed.stderr).toContain("was not told: the webhook of HOOK_URL answered 403");
    const found = await run("reconcile", "--json");
    expect(JSON.stringify(documentOf(found)["differences"])).toContain("was not told to webhook HOOK_URL");
    await run("reconcile", "--fix");
    expect(hook.received).toHaveLength(2);
    expect(hook.received[1]?.headers["webhook-id"]).toBe(hook.received[0]?.headers["webhook-id"]);
    expect(JSON.stringify(documentOf(await run("reconcile", "--json")))).not.toContain("was not told");
  });
});
