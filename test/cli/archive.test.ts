import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RegistryEnvironment } from "../../src/prompts/records/registry.ts";
import { editRegistryText } from "../../src/prompts/records/registry-file.ts";
import { documentOf, errorOf } from "../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { labelTemplate, worseTemplate } from "../builders/label-task.ts";

const TEMPLATE = "prompts/00-templates/colour.yaml";
const PRODUCTION = "prompts/02-production/colour.yaml";
const RETIRE_OLD = ["archive", "--task", "colour", "--version", "1.0.0", "--reason", "leaks units"] as const;

const grounds: GitGround[] = [];
const kept = (ground: GitGround): GitGround => {
  grounds.push(ground);
  return ground;
};

/** Version 1.0.1 of `colour` is in production and 1.0.0 in the archive, both on evidence; a third candidate failed. */
let ground: GitGround;
const fresh = (): GitGround => kept(ground.copy());

beforeAll(async () => {
  ground = kept(await anEvaluatedGround(["colour"]));
  await ground.must("promote", "--task", "colour", "--commit", "--push");
  ground.author({ [TEMPLATE]: labelTemplate("colour", "Which colour is it?") });
  await ground.must("eval-runner", "--all", "--quiet");
  await ground.must("promote", "--task", "colour", "--commit", "--push");
  ground.write({ [TEMPLATE]: worseTemplate("colour") });
  await ground.run("eval-runner", "--all", "--quiet");
  ground.git("checkout", "--quiet", "--", TEMPLATE);
});

afterAll(() => {
  for (const one of grounds) one.remove();
});

const statusOf = async (one: GitGround): Promise<Record<string, unknown>> =>
  documentOf(await one.must("status", "--task", "colour", "--json"));

describe.concurrent("status of a task", () => {
  it("says on which run, score and verdict it is live, and every decision that led there", async () => {
    const { stdout } = await ground.must("status", "--task", "colour");
    expect(stdout).toMatch(
      /^live on run-\S+ of commit [0-9a-f]{12}: label\.accuracy 1\.0000 \(threshold 0\.8\), pass, offline\/reader-1, latency p50 [\d.]+ m?s, p95 [\d.]+ m?s$/m,
    );
    const decisions = stdout.split("\n").filter((line) => line.includes("promote"));
    expect(decisions).toHaveLength(2);
    expect(decisions[1]).toMatch(/ 1\.0\.0 +1\.0\.1 +Ada Author <ada@example\.org> +verdict pass/);
  });

  it("says the same to programs", async () => {
    expect(await statusOf(ground)).toMatchObject({
      task: "colour",
      registry: { production: { version: "1.0.1", evidence: { kind: "run" } } },
      evidence: { verdict: "pass", metric: "label.accuracy", score: 1 },
      audit: [{ to: "1.0.0" }, { from: "1.0.0", to: "1.0.1" }],
    });
  });

  it("of a task that does not exist is 3, with the nearest name", async () => {
    const { exit, stderr } = await ground.run("status", "--task", "color");
    expect(exit).toBe(3);
    expect(stderr).toContain('Did you mean "colour"?');
  });
});

describe.concurrent("a retired version", () => {
  it("is marked, recorded and committed; its bytes stay, and doing it again changes nothing", async () => {
    const own = fresh();
    const bytes = own.read("prompts/99-archive/colour/1.0.0.yaml");
    await own.must(...RETIRE_OLD, "--commit", "--push");
    expect(own.read("prompts/99-archive/colour/1.0.0.yaml")).toBe(bytes);
    expect(own.git("show", "--format=%s", "--name-only", "HEAD")).toBe(
      "archive: colour v1.0.0\n\nprompt_audit.jsonl\nprompt_registry.yaml\n",
    );
    expect(await statusOf(own)).toMatchObject({
      registry: { versions: [{ version: "1.0.0", status: "archived" }, { version: "1.0.1" }] },
      audit: [{}, {}, { action: "archive", from: "1.0.0", reason: "leaks units" }],
    });
    const before = own.seen({ scratch: true });
    const again = await own.run(...RETIRE_OLD, "--commit", "--push");
    expect(again).toMatchObject({ exit: 0, stdout: "colour 1.0.0 is archived already\n" });
    expect(own.seen({ scratch: true })).toEqual(before);
  });

  const place = (pins: RegistryEnvironment["pins"]): RegistryEnvironment => ({
    release: 1,
    image: `sha256:${"a".repeat(64)}`,
    pins,
    status: "verified",
    generation: 1,
  });
  const answers = {
    ...{
      schema_version: 1,
      at: "2026-01-01T00:00:00Z",
      operation: "deploy-1",
      phase: "done",
      action: "deploy",
    },
    ...{ actor: "Ada", service: "shop", environment: "local", details: { versions: { colour: "1.0.0" } } },
  };

  it.each([
    ["in production", "1.0.1", undefined, "", 7, "version 1.0.1 is in production"],
    ["pinned somewhere", "1.0.0", place({ colour: "1.0.0" }), "", 7, "shop/local is pinned to version 1.0.0"],
    [
      "answering somewhere",
      "1.0.0",
      place({}),
      `${JSON.stringify(answers)}\n`,
      7,
      "shop/local answers with version",
    ],
    ["unknown", "9.9.9", undefined, "", 3, "the registry knows no version 9.9.9"],
  ] as const)("is refused while it is %s", async (_, version, environment, audit, exit, words) => {
    const own = fresh();
    const environments = environment === undefined ? {} : { "shop/local": environment };
    own.author({
      "prompt_registry.yaml": editRegistryText(own.read("prompt_registry.yaml"), { environments }),
      "prompt_audit.jsonl": own.read("prompt_audit.jsonl") + audit,
      "NOTES.md": "so that there is something to commit\n",
    });
    const before = own.seen();
    const ended = await own.run(
      "archive",
      "--task",
      "colour",
      "--version",
      version,
      "--reason",
      "x",
      "--json",
    );
    expect(ended.exit).toBe(exit);
    expect(errorOf(ended)).toContain(words);
    expect(own.seen()).toEqual(before);
  });

  /** A deployment found version 1.0.0 to be worse than 1.0.1. */
  const rolledBack = [
    { ...answers, operation: "back-1", action: "rollback", task: "colour", from: "1.0.0", to: "1.0.1" },
    { ...answers, operation: "back-1", details: { versions: { colour: "1.0.1" } } },
  ] as const;
  const lines = (...entries: readonly object[]): string =>
    entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  const withStatus = (own: GitGround, status: string): string =>
    own.read("prompt_registry.yaml").replace('status: "promoted"', `status: "${status}"`);

  it("that was rolled back for a regression stays so, and does not come back", async () => {
    const own = fresh();
    own.author({
      "prompt_registry.yaml": withStatus(own, "quarantined"),
      "prompt_audit.jsonl": own.read("prompt_audit.jsonl") + lines(...rolledBack),
    });
    const before = own.seen({ scratch: true });
    const ended = await own.must(...RETIRE_OLD, "--commit", "--push");
    expect(ended.stdout).toBe(
      "colour 1.0.0 was rolled back for a measured regression, which keeps it out already; nothing was changed\n",
    );
    expect(own.seen({ scratch: true })).toEqual(before);
    const again = await own.run("promote", "--task", "colour", "--to", "1.0.0", "--reason", "x", "--json");
    expect(again.exit).toBe(5);
    expect(errorOf(again)).toContain("version 1.0.0 was itself rolled back");
  });

  it("that was rolled back before, and says only that it is archived, does not come back either", async () => {
    const own = fresh();
    const retired = {
      ...rolledBack[0],
      operation: "archive-1",
      action: "archive",
      to: undefined,
      reason: "leaks units",
    };
    own.write({
      "prompt_registry.yaml": withStatus(own, "archived"),
      "prompt_audit.jsonl": own.read("prompt_audit.jsonl") + lines(...rolledBack, retired),
    });
    const ended = await own.run("promote", "--task", "colour", "--to", "1.0.0", "--reason", "x", "--json");
    expect([ended.exit, errorOf(ended)]).toEqual([5, expect.stringContaining("was itself rolled back")]);
  });

  it("asked whether it could be, is not touched", async () => {
    const own = fresh();
    const before = own.seen({ scratch: true });
    const dry = await own.run(...RETIRE_OLD, "--commit", "--dry-run");
    expect(dry).toMatchObject({ exit: 0, stdout: "would archive colour 1.0.0: leaks units\n" });
    expect(own.seen({ scratch: true })).toEqual(before);
  });
});

describe("a retired task", () => {
  it("leaves production byte for byte for the archive, and the repository stays valid", async () => {
    const own = fresh();
    const bytes = own.read(PRODUCTION);
    await own.must("archive", "--task", "colour", "--reason", "nobody calls it", "--commit", "--push");
    expect(own.has(PRODUCTION)).toBe(false);
    expect(own.read("prompts/99-archive/colour/1.0.1.yaml")).toBe(bytes);
    expect(own.read("prompts/03-metadata/colour.yaml")).not.toMatch(/^version:/m);
    const evaluatedSince = " M prompts/04-evals/colour/history.jsonl\n";
    expect(own.git("status", "--porcelain")).toBe(evaluatedSince);
    expect(await own.run("validate")).toMatchObject({ exit: 0 });
    const rows = documentOf(await own.must("status", "--json"))["tasks"];
    expect(rows).toMatchObject([{ task: "colour", version: null, status: "retired" }]);
  });
});

describe.concurrent("pruning evaluations", () => {
  const runsOf = (one: GitGround): readonly string[] =>
    Object.keys(one.seen().files).filter((path) => /colour\/run-[^/]+\/report\.json$/.test(path));
  const pruned = async (one: GitGround, ...flags: readonly string[]): Promise<number> =>
    (documentOf(await one.must("archive", "--evals", "--json", ...flags))["pruned"] as readonly unknown[])
      .length;

  it("keeps the newest of those that nobody cites, as many as wished", async () => {
    const own = fresh();
    expect(runsOf(own)).toHaveLength(3);
    expect(await pruned(own, "--keep", "1")).toBe(0);
    expect(await pruned(own, "--keep", "0", "--dry-run")).toBe(1);
    expect(runsOf(own)).toHaveLength(3);
  });

  it("keeps what production cites and what a rollback could need, and every line of the history", async () => {
    const own = fresh();
    const history = own.read("prompts/04-evals/colour/history.jsonl");
    expect(await pruned(own)).toBe(1);
    expect(runsOf(own)).toHaveLength(2);
    expect(own.read("prompts/04-evals/colour/history.jsonl")).toBe(history);
    expect(await own.run("validate")).toMatchObject({ exit: 0 });
  });

  it("lets the run of a retired version go, and commits that", async () => {
    const own = fresh();
    await own.must(...RETIRE_OLD, "--commit");
    expect(await pruned(own, "--commit", "--push")).toBe(2);
    const removed = own.git("show", "--format=%s", "--name-status", "HEAD").trim().split("\n");
    expect(removed[0]).toBe("archive: 2 evaluations pruned");
    expect(removed.slice(2).map((line) => line.replace(/run-[^/]+/, "run"))).toEqual([
      "D\tprompts/04-evals/colour/run/report.json",
      "D\tprompts/04-evals/colour/run/results.jsonl",
    ]);
    expect(own.remoteGit("rev-parse", "main")).toBe(own.git("rev-parse", "HEAD"));
  });
});
