import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { PATHS } from "../../builders/a-repository.ts";
import { answers, completion, json, type Respond, refuses } from "../../fakes/fake-model-server.ts";
import { configFor, KEY, ModelRepository } from "./model-repository.ts";

const opened: ModelRepository[] = [];
async function repository(...script: readonly Respond[]): Promise<ModelRepository> {
  const made = await ModelRepository.open({}, ...script);
  opened.push(made);
  return made;
}

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** Nowhere on disk and in nothing that was printed. */
function expectNoKey(made: ModelRepository, ...printed: readonly string[]): void {
  for (const [path, text] of made.files()) expect(text.includes(KEY), path).toBe(false);
  for (const text of printed) expect(text).not.toContain(KEY);
}

describe("a task with an OpenAI-compatible model", () => {
  it("is asked what the prompt says, once an example, and the run is logged", async () => {
    const made = await repository();
    const { exit, report, stdout, stderr } = await made.evaluate();
    expect(exit).toBe(0);
    expect(report).toMatchObject({
      verdict: "pass",
      score: 1,
      evidence: "live",
      counts: { examples: 24, scored: 24, passed: 24, cached: 0 },
      cost: { usd: expect.closeTo((24 * (11 + 2 * 7)) / 1e6, 10), tokens_in: 264, tokens_out: 168 },
    });
    expect(new Set(made.questions()).size).toBe(24);
    expect(made.server.asked[0]).toMatchObject({
      method: "POST",
      path: "/v1/chat/completions",
      headers: { authorization: `Bearer ${KEY}` },
      body: {
        model: "small-1",
        temperature: 0,
        messages: [
          { role: "system", content: "Answer in one sentence.\nBe kind.\n" },
          { role: "user", content: expect.stringMatching(/^Number \d+\?$/) },
        ],
      },
    });
    const folder = `prompts/04-evals/support_reply`;
    expect(JSON.parse(made.read(`${folder}/${report.run_id}/report.json`))).toEqual(report);
    expect(made.read(`${folder}/${report.run_id}/results.jsonl`).trimEnd().split("\n")).toHaveLength(24);
    expect(made.read(`${folder}/history.jsonl`)).toContain(`"run_id":"${report.run_id}"`);
    expect(stderr).toMatch(/at most 24 answers for at most \$0\.\d{4}/);
    expectNoKey(made, stdout, stderr);
  });

  it("is asked again after 429 and 500, and loses nothing", async () => {
    const made = await repository(
      refuses(429, { message: "slow down" }, { "retry-after": "0" }),
      answers("Yes."),
      refuses(500),
      answers("Yes."),
    );
    const { exit, report } = await made.evaluate();
    expect(exit).toBe(0);
    expect(report.counts).toMatchObject({ scored: 24, errors: 0 });
    expect(made.server.asked).toHaveLength(26);
  });

  it("has no fresh answers to pay for in the second run", async () => {
    const made = await repository();
    const first = await made.evaluate();
    const second = await made.evaluate();
    expect(made.server.asked).toHaveLength(24);
    expect(second.report).toMatchObject({
      evidence: "cached",
      score: first.report.score,
      cost: { usd: 0 },
      counts: { cached: 24 },
    });
  });

  it("is judged anew without a call when only an expectation or a scorer changed", async () => {
    const made = await repository();
    await made.evaluate();
    const edit = (path: string, from: string, to: string): void =>
      writeFileSync(join(made.root, path), made.read(path).replace(from, to));
    edit(PATHS.examples, '"Yes."', '"Maybe."');
    edit(PATHS.metadata, "type: equals", "type: icontains\n      name: equals");
    const { report } = await made.evaluate();
    expect(made.server.asked).toHaveLength(24);
    expect(report).toMatchObject({ evidence: "cached", counts: { cached: 24, failed: 1 } });
  });

  it("ends with exit 2 after one call when the key is refused, and never shows it [P4, P23]", async () => {
    const made = await repository(refuses(401, { message: `Incorrect API key provided: ${KEY}` }));
    const { exit, stdout, stderr } = await made.run(["--task", "support_reply", "--json"]);
    expect(exit).toBe(2);
    expect(made.server.asked).toHaveLength(1);
    expect(stderr).toContain("refused the key (401)");
    expect(made.names("prompts/04-evals")).toEqual([]);
    expectNoKey(made, stdout, stderr);
  });

  it("ends with exit 2 and the variable's name before anything is asked when there is no key [P22]", async () => {
    const made = await repository();
    const { exit, stderr } = await made.run(["--task", "support_reply"], {});
    expect(exit).toBe(2);
    expect(stderr).toContain("ACME_KEY is not set");
    expect(made.server.asked).toHaveLength(0);
  });

  it("ends with exit 4 naming a model that is not there [P4]", async () => {
    const made = await repository(refuses(404, { message: "The model small-1 does not exist" }));
    const { exit, report } = await made.evaluate();
    expect(exit).toBe(4);
    expect(report.verdict).toBe("inconclusive");
    expect(report.reasons.join("\n")).toContain("The model small-1 does not exist");
    expect(made.server.asked).toHaveLength(1);
  });

  it("is asked elsewhere only where the configuration lists the address for that key [P15]", async () => {
    const [made, other] = [await repository(), await repository()];
    const refused = await made.run(["--task", "support_reply", "--base-url", other.server.url]);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain("is not listed");
    const listing = configFor(
      made.server.url,
      `  mirror: { kind: openai, key_env: ACME_KEY, base_url: "${other.server.url}", models: {} }\n`,
    );
    const strange = listing.replace(
      "mirror: { kind: openai, key_env: ACME_KEY",
      "mirror: { kind: openai, key_env: OTHER_KEY",
    );
    const withListing = async (config: string) => {
      const one = await ModelRepository.open({ [PATHS.config]: config });
      opened.push(one);
      return one.run(["--task", "support_reply", "--base-url", other.server.url]);
    };
    expect((await withListing(strange)).exit).toBe(2);
    expect(other.server.asked).toHaveLength(0);
    expect((await withListing(listing)).exit).toBe(0);
    expect(other.server.asked).toHaveLength(24);
  });

  it("cannot be judged when the provider fails half-way; what was answered is kept, and only the rest is asked again [P17]", async () => {
    const right = json(200, completion("Yes."));
    const made = await repository();
    made.server.script(...Array.from({ length: 12 }, () => right), refuses(404, { message: "gone for now" }));
    const broken = await made.evaluate();
    expect(broken.exit).toBe(4);
    expect(broken.report.verdict).toBe("inconclusive");
    expect(broken.report.counts.scored).toBeGreaterThanOrEqual(12);
    expect(broken.stderr).toContain(`--resume ${broken.report.run_id}`);
    const before = made.server.asked.length;
    made.server.script(right);
    const resumed = await made.evaluate("--resume", broken.report.run_id);
    expect(resumed.exit).toBe(0);
    expect(resumed.report).toMatchObject({ run_id: broken.report.run_id, counts: { scored: 24, errors: 0 } });
    expect(made.server.asked.length - before).toBe(24 - broken.report.counts.scored);
    expect(made.read("prompts/04-evals/support_reply/history.jsonl").trimEnd().split("\n")).toHaveLength(1);
    expect(made.names(".pipeline/runs")).toEqual([]);
  });
});
