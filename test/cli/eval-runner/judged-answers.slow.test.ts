import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { METADATA, PATHS } from "../../builders/a-repository.ts";
import { runCommand } from "../../builders/command-process.ts";
import { completion, json, type Respond, refuses } from "../../fakes/fake-model-server.ts";
import { configFor, ModelRepository } from "./model-repository.ts";

const opened: ModelRepository[] = [];

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const JUDGED = METADATA.replace(
  "    - type: equals\n  metric: equals.pass_rate",
  '    - { type: llm-rubric, name: kind, provider: "acme:judge-1", value: "Is kind.", votes: 3, parameters: { max_tokens: 20 } }\n  metric: kind.pass_rate',
);
const VERDICT = JSON.stringify({ reason: "It is kind.", score: 1 });

/** Answers as the model that is asked: the judge with what the script says, anything else with its question. */
function modelAndJudge(say: (material: string) => string, isGone: () => boolean): Respond {
  return (response, asked) => {
    const { model, messages } = asked.body as {
      readonly model: string;
      readonly messages: readonly { readonly content: string }[];
    };
    if (model === "judge-1" && isGone()) return refuses(404, { message: "no such model" })(response, asked);
    const said =
      model === "judge-1" ? say(messages.at(-1)?.content ?? "") : `Yes to ${messages.at(-1)?.content}`;
    return json(200, completion(said, { body: { model } }))(response, asked);
  };
}

async function repository(
  say: (material: string) => string = () => VERDICT,
  isGone: () => boolean = () => false,
): Promise<ModelRepository> {
  const respond = modelAndJudge(say, isGone);
  const made = await ModelRepository.open({ [PATHS.metadata]: JUDGED }, respond);
  opened.push(made);
  const config = configFor(made.server.url).replace(
    "small-2:",
    "judge-1: { usd_per_mtok_in: 10, usd_per_mtok_out: 20 }\n      small-2:",
  );
  made.write(PATHS.config, config);
  return made;
}

const answersOf = (made: ModelRepository): number => made.server.asked.length - judgements(made);

const judgements = (made: ModelRepository): number =>
  made.server.asked.filter(({ body }) => (body as { readonly model: string }).model === "judge-1").length;

describe("a task whose answers a model judges", () => {
  it("is judged as often as there are votes, and the judges' part of the cost is told", async () => {
    const made = await repository();
    const { exit, report, stderr } = await made.evaluate();
    expect([exit, judgements(made)]).toEqual([0, 72]);
    expect(report.metrics).toMatchObject({ "kind.pass_rate": 1, "kind.agreement": 1 });
    const judging = 72 * ((11 * 10 + 7 * 20) / 1e6);
    expect(report.judging).toEqual({ usd: expect.closeTo(judging, 9), tokens_in: 792, tokens_out: 504 });
    expect(report.cost.usd).toBeCloseTo(judging + (24 * (11 + 7 * 2)) / 1e6, 9);
    expect(stderr).toMatch(/at most 24 answers and 72 judgements for at most \$\d+\.\d{4}/);
    const bound = Number(/at most \$(\d+\.\d+)/.exec(stderr)?.[1]);
    expect(bound).toBeGreaterThan(report.cost.usd ?? 0);
    const rows = made.read(`prompts/04-evals/support_reply/${report.run_id}/results.jsonl`);
    expect(rows).toContain('"why":"3 of 3 votes agree: It is kind."');

    const again = await made.evaluate();
    expect(judgements(made)).toBe(72);
    expect(again.report).toMatchObject({
      evidence: "cached",
      score: 1,
      cost: { usd: 0 },
      judging: { usd: 0 },
    });
  });

  it("is unscored where the judge talks, and a resumed run asks for just that [P19]", async () => {
    const state = { talks: true };
    const made = await repository((material) =>
      state.talks && /output [0-9a-f]+>>>/.test(material) && judgements(made) > 12 ? "Well, a 7." : VERDICT,
    );
    const first = await made.evaluate();
    expect(first.exit).toBe(4);
    expect(first.report.counts.errors).toBeGreaterThan(0);
    expect(first.report.counts.scored + first.report.counts.errors).toBe(24);
    expect(first.report.counts.failed).toBe(0);
    expect(first.report.metrics["kind.mean"]).toBe(1);
    state.talks = false;
    const resumed = await made.evaluate("--resume", first.report.run_id);
    expect(resumed.exit).toBe(0);
    expect(resumed.report.counts).toMatchObject({ scored: 24, errors: 0 });
  });

  it("stops within the budget, judges included, and goes on where it stopped", async () => {
    const made = await repository();
    const { exit, report, stderr } = await made.evaluate("--max-cost", "0.03", "--concurrency", "1");
    expect(exit).toBe(4);
    expect(report.cost.usd).toBeLessThanOrEqual(0.03);
    expect(judgements(made)).toBeGreaterThan(0);
    expect(judgements(made)).toBeLessThan(72);
    expect(stderr).toContain(`--resume ${report.run_id}`);
    const resumed = await made.evaluate("--resume", report.run_id);
    expect(resumed.report.counts).toMatchObject({ scored: 24, errors: 0 });
    expect(answersOf(made)).toBe(24);
  });

  it("stops where only the judge is gone, names it, and judges what was answered without asking again", async () => {
    const state = { isGone: true };
    const made = await repository(
      () => VERDICT,
      () => state.isGone,
    );
    const { exit, report, stderr } = await made.evaluate("--concurrency", "2", "--no-cache");
    expect(exit).toBe(4);
    expect(report.reasons[0]).toMatch(
      /^stopped because the judge acme\/judge-1 does not answer \(HTTP 404\)/,
    );
    expect(stderr).toContain(`--resume ${report.run_id}`);
    expect(judgements(made)).toBe(1);
    const paid = answersOf(made);
    expect(paid).toBeLessThan(5);
    state.isGone = false;
    const resumed = await made.evaluate("--resume", report.run_id, "--no-cache");
    expect(resumed).toMatchObject({ exit: 0, report: { counts: { scored: 24, errors: 0, cached: 0 } } });
    expect(answersOf(made)).toBe(24);
    expect(resumed.report.cost.tokens_in).toBe(24 * 11 + 72 * 11);
  });

  it("is promoted on what was judged, and no judge is asked again", async () => {
    const made = await repository();
    const { report } = await made.evaluate();
    const { exit, stdout } = await runCommand(
      "promote",
      ["--root", made.root, "--task", "support_reply", "--json", "--dry-run"],
      { environment: {} },
    );
    expect(exit, stdout).toBe(0);
    expect(stdout).toContain(report.run_id);
    expect(judgements(made)).toBe(72);
  });

  it("is judged on answers made elsewhere too, within the budget", async () => {
    const made = await repository();
    const ids = Array.from({ length: 24 }, (_, at) => `question-${at + 1}`);
    made.write("answers.jsonl", ids.map((id) => JSON.stringify({ id, output: `Yes to ${id}` })).join("\n"));
    const outputs = join(made.root, "answers.jsonl");
    const { report } = await made.evaluate("--outputs", outputs, "--max-cost", "1");
    expect(report).toMatchObject({ evidence: "external", counts: { scored: 24 } });
    expect([judgements(made), made.server.asked.length]).toEqual([72, 72]);
    expect(report).toMatchObject({ judging: { usd: expect.closeTo(0.018, 10) }, cost: { usd: null } });
  });

  it("leaves no word of a judge on record where the data are personal", async () => {
    const made = await repository();
    made.write(PATHS.metadata, `data: personal\n${JUDGED}`);
    const { exit, report, stdout } = await made.evaluate();
    expect([exit, report.score]).toEqual([0, 1]);
    expect(stdout).not.toContain("It is kind");
    const kept = [...made.files()].filter(([path]) => path.includes("/prompts/"));
    expect(kept.filter(([, text]) => text.includes("It is kind")).map(([path]) => path)).toEqual([]);
  });
});
