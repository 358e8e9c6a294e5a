import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "../../builders/command-process.ts";
import { aGitGround, type GitGround } from "../../builders/git-ground.ts";
import { labelTemplate } from "../../builders/label-task.ts";

/** One word of four is unknown to the reader: a score of 0.75. */
const TEMPLATES = [labelTemplate("colour").replace("navy, azure", "navy"), labelTemplate("colour")];

let ground: GitGround;

beforeAll(async () => {
  ground = aGitGround(["colour", "other"]);
  for (const template of TEMPLATES) {
    ground.write({ "prompts/00-templates/colour.yaml": template });
    await ground.run("eval-runner", "--all", "--quiet");
  }
});

afterAll(() => ground.remove());

const replay = (...flags: readonly string[]) => ground.run("gate-replay", ...flags);

describe("gate-replay", () => {
  it("shows run by run what was decided and what would be under another threshold", async () => {
    const ended = await replay("--task", "colour", "--threshold", "0.7", "--json");
    expect(ended.exit).toBe(0);
    expect(documentOf(ended)).toMatchObject({
      policy: { threshold: 0.7, max_regression: null, alpha: null },
      counts: { runs: 2, changed: 1, from_answers: 2 },
      runs: [
        {
          score: 0.75,
          threshold: { recorded: 0.8, replayed: 0.7 },
          verdict: { recorded: "fail", replayed: "pass" },
          changes: true,
        },
        { score: 1, verdict: { recorded: "pass", replayed: "pass" }, changes: false },
      ],
    });
  });

  it("reads for a person, and marks what would change", async () => {
    const { stdout } = await replay("--threshold", "0.7");
    expect(stdout).toMatch(/^\* .* colour .* 0\.8000 -> 0\.7000 +fail +pass /m);
    expect(stdout).toContain("1 of 4 decisions would change");
  });

  it("changes nothing under the rules that held", async () => {
    expect(documentOf(await replay("--json"))).toMatchObject({ counts: { runs: 4, changed: 0 } });
  });

  it("of a run of which only the history line is left says so, and takes what it recorded", async () => {
    const pruned = ground.copy();
    const [run] = documentOf(await replay("--task", "colour", "--json"))["runs"] as { run_id: string }[];
    rmSync(join(pruned.root, "prompts/04-evals/colour", run?.run_id ?? ""), { recursive: true });
    const document = documentOf(
      await pruned.run("gate-replay", "--task", "colour", "--threshold", "0.7", "--json"),
    );
    expect(document).toMatchObject({
      counts: { from_answers: 1, from_figures: 1, changed: 1 },
      runs: [{ basis: "figures", note: expect.stringContaining("only the history line is left") }, {}],
    });
    pruned.remove();
  });

  it("takes only runs since a date", async () => {
    const ended = await replay("--since", "9999-01-01");
    expect(ended.stdout).toContain("no run is on record");
    expect(ended.exit).toBe(0);
    expect((await replay("--since", "yesterday")).exit).toBe(2);
  });

  it("needs no provider's key and changes nothing", async () => {
    const before = ground.seen();
    await replay("--threshold", "0.99", "--max-regression", "0.5", "--alpha", "0.2");
    expect(ground.seen()).toEqual(before);
  });
});
