import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { PATHS, TEMPLATE } from "../../builders/a-repository.ts";
import { completion, json, type Respond } from "../../fakes/fake-model-server.ts";
import { KEY, ModelRepository } from "./model-repository.ts";

const opened: ModelRepository[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** Right, and under that name. */
const as = (model: string): Respond => json(200, completion("Yes.", { body: { model } }));

async function repository(...script: readonly Respond[]): Promise<ModelRepository> {
  const made = await ModelRepository.open({}, ...script);
  opened.push(made);
  return made;
}

describe("a model that answers under another name than it is asked by [P10]", () => {
  it("is recorded by the fuller name, which is no change yet", async () => {
    const made = await repository(as("small-1-2026-05"));
    const { exit, report } = await made.evaluate();
    expect(exit).toBe(0);
    expect(report.answered_as).toEqual({ "small-1-2026-05": 24 });
    expect(report).not.toHaveProperty("model_changes");
    const rows = made.read(`prompts/04-evals/support_reply/${report.run_id}/results.jsonl`);
    expect(rows.match(/"model":"small-1-2026-05"/g)).toHaveLength(24);
  });

  it("and under a new one in the next run is said to have changed in every report, and still passes", async () => {
    const made = await repository(as("small-1-2026-05"));
    const { report: before } = await made.evaluate();
    made.server.script(as("small-1-2026-09"));
    const formats = ["--report", "json,markdown,html", "--out", join(made.root, "out")];
    const ended = await made.run(["--task", "support_reply", "--no-cache", ...formats]);
    const words = `small-1 now answers as small-1-2026-09 instead of small-1-2026-05 (in ${before.run_id})`;
    expect(ended.exit).toBe(0);
    expect(ended.stdout).toContain(words);
    const report = JSON.parse(made.read("out/report.json"));
    expect(report).toMatchObject({
      verdict: "pass",
      model_changes: [{ kind: "between_runs", run_id: before.run_id }],
    });
    expect(report.reasons.join("\n")).toContain(words);
    expect(made.read("out/report.html")).toContain(words);
    const aboveTheFold = made.read("out/report.md").split("<details>")[0];
    expect(aboveTheFold).toContain("**Another model answered:** small-1 now answers as");
  });

  it("that changes in the middle of a run is said so", async () => {
    const half = Array.from({ length: 12 }, () => as("small-1-2026-05"));
    const made = await repository(...half, as("small-1-2026-09"));
    const { report } = await made.evaluate("--concurrency", "1");
    expect(report.answered_as).toEqual({ "small-1-2026-05": 12, "small-1-2026-09": 12 });
    expect(report.reasons.join("\n")).toContain("small-1 changed during this run");
  });

  it("that is another one for the candidate than for production is said so", async () => {
    const template = TEMPLATE.replace("one sentence", "two sentences");
    const made = await ModelRepository.inProduction({ [PATHS.template]: template }, (response, asked) =>
      as(JSON.stringify(asked.body).includes("two sentences") ? "small-1-b" : "small-1-a")(response, asked),
    );
    opened.push(made);
    const { report } = await made.evaluate();
    expect(report.verdict).toBe("pass");
    expect(report.reasons.join("\n")).toContain("small-1 answered the candidate as small-1-b");
  });

  it("under a name that quotes the key puts the key into no file", async () => {
    const made = await repository(as(`small-1 ${KEY}`));
    const { report } = await made.evaluate();
    expect(report.answered_as).toEqual({ "small-1 ***": 24 });
    for (const path of made.files().keys()) expect(readFileSync(path, "utf8")).not.toContain(KEY);
  });
});
