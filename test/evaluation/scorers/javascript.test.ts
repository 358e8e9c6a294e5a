import { describe, expect, it } from "vitest";
import { createScriptRunner } from "../../../src/evaluation/adapters/javascript-worker.ts";
import { scorerTypes } from "../../../src/evaluation/scorers/catalogue.ts";
import { checkScorers } from "../../../src/evaluation/scoring/scorer-checks.ts";
import { scorerFiles } from "../../../src/evaluation/scoring/scorer-files.ts";
import { prepareScorers } from "../../../src/evaluation/scoring/scoring.ts";
import type { ScorerConfig } from "../../../src/prompts/metadata.ts";
import { anAnswer } from "../../builders/answer.ts";
import { anExample } from "../../builders/example.ts";

const run = createScriptRunner();

async function scoreBy(source: string, options: Partial<ScorerConfig> = {}) {
  const scripts = { run, source: (path: string) => (path === "scorers/mine.js" ? source : undefined) };
  const config = { type: "javascript", value: "file://scorers/mine.js", timeout_ms: 10_000, ...options };
  return prepareScorers([config], scorerTypes({ scripts }))(
    anExample({ id: "e1" }),
    anAnswer({ text: "12" }),
    null,
  );
}

describe("javascript", () => {
  it.each([
    ["export default (output) => output === '12'", 1, true],
    ["export default () => false", 0, false],
    ["export default async (output) => Number(output) / 24", 0.5, true],
    ["module.exports = () => 0.01", 0.01, true],
    ["export default () => ({ score: 0.25, reason: 'meh' })", 0.25, true],
    ["export default () => ({ pass: false, score: 0.9 })", 0, false],
    [
      "export default (_, { value, expected, vars, id, config }) => value === 12 && id === 'e1' && config.a === 1",
      1,
      true,
    ],
  ])("takes a boolean, a number or a score: %s", async (source, value, passed) => {
    expect((await scoreBy(source, { config: { a: 1 } })).scores).toMatchObject([{ value, passed }]);
  });

  it.each([
    ["export default () => 2", "not between 0 and 1"],
    ["export default () => Number.NaN", "not between 0 and 1"],
    ["export default () => 'good'", "not a boolean"],
    ["export default () => { throw new Error('broken') }", "broken"],
    ["export default 5", "exports no function"],
    ["export default (", "failed"],
    ["export default () => process.exit(0)", "ended its thread"],
    ["import './other.js'; export default () => true", "failed"],
  ])("gives an error of the harness, never a score: %s", async (source, message) => {
    const { scores, error } = await scoreBy(source);
    expect(scores).toEqual([]);
    expect(error).toMatchObject({ class: "harness", message: expect.stringContaining(message) });
  });

  it("is stopped when its time is up, and works for the next answer", async () => {
    const source = "export default (output) => { while (output === 'forever') {} return true }";
    const ask = (output: string, timeoutMs: number) => run(source, { output, context: {} }, timeoutMs);
    const [late, next] = await Promise.allSettled([ask("forever", 50), ask("briefly", 10_000)]);
    expect(late).toMatchObject({ status: "rejected", reason: { message: "it ran longer than 50 ms" } });
    expect(next).toMatchObject({ status: "fulfilled", value: true });
  });

  it("does not see the environment", async () => {
    const source = "export default () => Object.keys(process.env).length === 0";
    expect((await scoreBy(source)).scores).toMatchObject([{ value: 1 }]);
  });

  it("says which file is not there", async () => {
    const { error } = await scoreBy("", { value: "file://scorers/other.js" });
    expect(error?.message).toContain("there is no file scorers/other.js");
  });

  it.each([
    "output.length > 3",
    "file:///etc/x.js",
    "file://../x.js",
    "file://a/../../x.js",
    "file://scorers/x.py",
  ])("runs nothing but a file of the repository: %j", (value) => {
    expect(checkScorers([{ type: "javascript", value }])).toMatchObject([{ path: [0, "value"] }]);
  });

  it("names its file, so that a change of it is noticed", () => {
    const configs = ["b", "a", "b"].map((name) => ({
      type: "not-javascript",
      value: `file://scorers/${name}.js`,
    }));
    expect(scorerFiles([...configs, { type: "equals" }])).toEqual(["scorers/a.js", "scorers/b.js"]);
  });
});
