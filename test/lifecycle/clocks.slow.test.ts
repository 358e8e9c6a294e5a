import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, type EndedCommand } from "../builders/command-process.ts";
import { aGitGround, type GitGround } from "../builders/git-ground.ts";
import { labelTemplate } from "../builders/label-task.ts";

const MOVED_CLOCK = fileURLToPath(new URL("../fakes/moved-clock.mjs", import.meta.url));
const GIT = ["--commit", "--push", "--quiet"] as const;

let ground: GitGround;

beforeAll(() => {
  ground = aGitGround(["colour"]);
});

afterAll(async () => {
  await ground.run("deploy", "--stop");
  ground.remove();
});

async function at(moment: string, command: string, ...flags: readonly string[]): Promise<EndedCommand> {
  const environment = { CLOCK_AT: moment, CLOCK_STEP_MS: "-7" };
  const ended = await ground.runWith({ node: ["--import", MOVED_CLOCK], environment }, command, ...flags);
  expect(ended).toMatchObject({ exit: 0 });
  return ended;
}

/** Each machine's clock is earlier than the one before it, and every one goes backwards while it is looked at. */
async function deployed(moment: string, wording: string): Promise<void> {
  ground.author({ "prompts/00-templates/colour.yaml": labelTemplate("colour", wording) });
  await at(moment, "eval-runner", "--all", "--quiet");
  await at(moment, "promote", "--all-ready", ...GIT);
  await at(moment, "deploy", ...GIT);
}

describe.sequential("clocks that are wrong decide nothing [X5]", () => {
  it("versions and generations follow each other in the order of what happened", async () => {
    await deployed("2038-01-19T03:14:08Z", "Which colour?");
    await deployed("2026-11-21T12:00:00Z", "Name it.");
    const registry = ground.read("prompt_registry.yaml");
    expect(ground.read("prompt_audit.jsonl")).toMatch(/"at":"2038-01-19T[^\n]*\n(.*\n)*.*"at":"2026-11-21T/);
    expect(registry).toMatch(/production:\n +version: "1.0.1"/);
    expect(registry).toMatch(
      /version: "1.0.0"\n +status: "verified"[\s\S]*version: "1.0.1"\n +status: "verified"/,
    );
    expect(registry).toMatch(/release: 2\n[\s\S]*generation: 2\n/);
  });

  it("a rollback goes back to what was before, not to what has the later date", async () => {
    const back = await at(
      "2026-11-20T12:00:00Z",
      "rollback",
      "--task",
      "colour",
      "--reason",
      "wrong",
      ...GIT,
    );
    expect(back.stdout).toContain("1.0.0");
    const { tasks } = documentOf(await at("2026-11-19T12:00:00Z", "status", "--json"));
    expect(tasks).toMatchObject([{ task: "colour", version: "1.0.0" }]);
    expect(await at("1999-12-31T23:59:59Z", "validate")).toMatchObject({ exit: 0 });
  });

  it("durations are measured by a clock that never goes back", () => {
    const lines = ground.read("prompts/04-evals/colour/history.jsonl").trimEnd().split("\n");
    const runs = lines.map((line) => JSON.parse(line) as { readonly wall_ms: number });
    expect(runs.length).toBeGreaterThanOrEqual(2);
    for (const { wall_ms } of runs) expect(wall_ms).toBeGreaterThan(0);
  });
});
