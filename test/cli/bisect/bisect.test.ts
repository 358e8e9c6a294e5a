import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, errorOf } from "../../builders/command-process.ts";
import { aGitGround, type GitGround } from "../../builders/git-ground.ts";
import { labelTemplate } from "../../builders/label-task.ts";

const TEMPLATE = "prompts/00-templates/colour.yaml";
/** With version 1.0.2 the reader loses one word of four: the score stays above the threshold, one answer breaks. */
const WORDINGS = [
  labelTemplate("colour"),
  labelTemplate("colour", "Say the colour."),
  labelTemplate("colour", "Say the colour in a word.").replace("navy, azure", "navy"),
  labelTemplate("colour", "Say the colour in one word.").replace("navy, azure", "navy"),
];
const EXAMPLES = Array.from({ length: 24 }, (_, at) => {
  const [word, expected] =
    at === 0 ? ["azure", "blue"] : at % 2 === 0 ? ["navy", "blue"] : ["scarlet", "red"];
  return `${JSON.stringify({ id: `part-${at}`, input: { title: `${word} part` }, expected })}\n`;
}).join("");

let ground: GitGround;

beforeAll(async () => {
  ground = aGitGround(["colour", "draft"], { "prompts/01-examples/colour/parts.jsonl": EXAMPLES });
  for (const template of WORDINGS) {
    ground.write({ [TEMPLATE]: template });
    ground.git("add", "--all");
    ground.git("commit", "--quiet", "--allow-empty", "-m", "feat(prompts): wording");
    await ground.must("eval-runner", "--task", "colour", "--quiet");
    await ground.must("promote", "--task", "colour", "--commit", "--quiet");
  }
});

afterAll(() => ground.remove());

const bisect = (...flags: readonly string[]) => ground.run("bisect", "--task", "colour", ...flags);

describe("bisect", () => {
  it("names the version that broke an answer, its commit, its change and both answers", async () => {
    const ended = await bisect("--example", "part-0", "--json");
    expect(ended.exit).toBe(0);
    expect(documentOf(ended)).toMatchObject({
      found: true,
      first_bad: { version: "1.0.2", status: "failed", by: "Ada Author <ada@example.org>" },
      last_good: { version: "1.0.1", status: "passed", answer: "blue" },
    });
    const { commit, change } = documentOf(ended)["first_bad"] as { commit: string; change: string };
    expect(ground.git("show", "--no-patch", "--format=%s", commit)).toContain("promote(colour): v1.0.2");
    expect(change).toContain("Wording of message 1");
  });

  it("takes recorded answers where the version's run is on record, and asks where it is not", async () => {
    const runs = (ended: Awaited<ReturnType<typeof bisect>>) =>
      (documentOf(ended)["judged"] as { version: string; run_id: string | null }[]).map(
        ({ run_id }) => run_id,
      );
    const recorded = await bisect("--example", "part-0", "--json");
    expect(runs(recorded).every((run) => run?.startsWith("run-"))).toBe(true);
    const bare = ground.copy();
    rmSync(join(bare.root, "prompts/04-evals"), { recursive: true });
    bare.git("rm", "-r", "--quiet", "--cached", "prompts/04-evals");
    rmSync(join(bare.root, "prompt_registry.yaml"));
    bare.write({
      "prompt_registry.yaml": ground
        .read("prompt_registry.yaml")
        .replace(/evidence:[\s\S]*?(?=\n {4}\S)/, 'evidence: { kind: "downgrade", reason: "runs are gone" }'),
    });
    const asked = await bare.run("bisect", "--task", "colour", "--example", "part-0", "--json");
    expect(documentOf(asked)).toMatchObject({ found: true, first_bad: { version: "1.0.2" } });
    expect(new Set(runs(asked))).toEqual(new Set([null]));
    bare.remove();
  });

  it("says that nothing broke where the newest version passes: exit 4", async () => {
    const ended = await bisect("--example", "part-1", "--json");
    expect(ended.exit).toBe(4);
    expect(documentOf(ended)).toMatchObject({ found: false, first_bad: null });
    expect((await bisect("--example", "part-1")).stdout).toContain("nothing is broken");
  });

  it("says that no version broke what the oldest one fails already: exit 4", async () => {
    const ended = await bisect("--example", "part-0", "--from", "1.0.2");
    expect(ended.exit).toBe(4);
    expect(ended.stdout).toContain("fails with the oldest version 1.0.2 already");
  });

  it("suggests the nearest name of an example that does not exist", async () => {
    const ended = await bisect("--example", "part-00", "--json");
    expect(ended.exit).toBe(3);
    expect(errorOf(ended)).toContain('no example "part-00"');
  });

  it("of personal data shows which version broke it, and no answer", async () => {
    const personal = ground.copy();
    const path = "prompts/03-metadata/colour.yaml";
    personal.write({ [path]: `data: personal\n${personal.read(path)}` });
    const ended = await personal.run("bisect", "--task", "colour", "--example", "part-0", "--json");
    expect(documentOf(ended)).toMatchObject({ found: true, first_bad: { version: "1.0.2" } });
    expect(
      new Set((documentOf(ended)["judged"] as { answer: string }[]).map(({ answer }) => answer)),
    ).toEqual(new Set(["(withheld: personal data)"]));
    personal.remove();
  });

  it("needs a task and an example, and a task with versions", async () => {
    expect((await bisect()).exit).toBe(2);
    expect((await ground.run("bisect", "--task", "draft", "--example", "part-1")).exit).toBe(2);
  });
});
