import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { exampleLine, METADATA, PATHS } from "../../builders/a-repository.ts";
import type { EndedCommand } from "../../builders/command-process.ts";
import { answers, completion, json, type Respond } from "../../fakes/fake-model-server.ts";
import { evaluated, ModelRepository, withoutTimes } from "./model-repository.ts";

const opened: ModelRepository[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function repository(): Promise<ModelRepository> {
  const made = await ModelRepository.open();
  opened.push(made);
  return made;
}

/** Every third question gets a wrong answer, whenever it is asked. */
const byQuestion: Respond = (response, asked) => {
  const text = JSON.stringify(asked.body);
  const number = Number(/Number (\d+)\?/.exec(text)?.[1] ?? 0);
  return json(200, completion(number % 12 === 0 ? "No." : "Yes."))(response, asked);
};

/** Runs until ten answers are on disk and the eleventh question hangs, then ends it by a signal. */
async function stoppedAfterTen(made: ModelRepository, signal: NodeJS.Signals): Promise<EndedCommand> {
  const hanging = new Promise<void>((resolve) => {
    made.server.script(...Array.from({ length: 10 }, () => byQuestion), () => resolve());
  });
  const started = made.start(["--task", "support_reply", "--concurrency", "1", "--json"]);
  await hanging;
  started.process.kill(signal);
  return started.ended;
}

const runIn = (made: ModelRepository): string => made.names(".pipeline/runs")[0] ?? "";

function edit(made: ModelRepository, path: string, from: string, to: string): () => void {
  const file = join(made.root, path);
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
  return () => writeFileSync(file, text);
}

describe("a run that was stopped", () => {
  it("by kill -9 goes on with what is missing and reports what an undisturbed run does", async () => {
    const made = await repository();
    await stoppedAfterTen(made, "SIGKILL");
    const asked = made.server.asked.length;
    made.server.script(byQuestion);
    const resumed = await made.evaluate("--resume", runIn(made));
    expect(resumed.exit).toBe(0);
    expect(made.server.asked.length - asked).toBe(14);
    const whole = await made.evaluate("--no-cache");
    expect(withoutTimes(resumed.report)).toEqual(withoutTimes(whole.report));
    const rows = (run: string) => made.read(`prompts/04-evals/support_reply/${run}/results.jsonl`);
    const untimed = (text: string) => text.replaceAll(/"latency_ms":[\d.]+/g, "");
    expect(untimed(rows(resumed.report.run_id))).toBe(untimed(rows(whole.report.run_id)));
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const)("by %s keeps its answers, says how to go on, and ends with %d [X2]", async (signal, exit) => {
    const made = await repository();
    const stopped = await stoppedAfterTen(made, signal);
    expect(stopped.exit).toBe(exit);
    expect(stopped.stderr).toContain(`10 of 24 answers of the candidate are kept`);
    expect(stopped.stderr).toContain(`--resume ${runIn(made)}`);
    expect(evaluated(stopped).report).toMatchObject({ verdict: "inconclusive", counts: { scored: 10 } });
    expect(made.names("prompts/04-evals")).toEqual([]);
  });

  it("is not resumed as something else [P18]", async () => {
    const made = await repository();
    await stoppedAfterTen(made, "SIGKILL");
    const asked = made.server.asked.length;
    const run = runIn(made);
    const refused = async (path: string, from: string, to: string): Promise<string> => {
      const restore = edit(made, path, from, to);
      const ended = await made.run(["--resume", run]);
      restore();
      expect(ended.exit).toBe(7);
      return ended.stderr;
    };
    expect(await refused(PATHS.template, "one sentence", "two sentences")).toContain("the prompt changed");
    expect(await refused(PATHS.examples, exampleLine(3), exampleLine(99))).toContain("the examples changed");
    expect(await refused(PATHS.metadata, "name: small-1", "name: small-2")).toContain("the model changed");
    expect(await refused(PATHS.config, made.server.url, "http://127.0.0.1:9/v1")).toContain(
      "address changed",
    );
    const unknown = await made.run(["--resume", "run-20200101T000000Z-000000"]);
    expect(unknown.exit).toBe(2);
    expect(unknown.stderr).toContain(`Unfinished: ${run}`);
    const contradicting = await made.run(["--resume", run, "--model", "small-2"]);
    expect(contradicting.exit).toBe(2);
    expect(made.server.asked).toHaveLength(asked);
  });

  it("by its budget decides nothing, says how to go on even when quiet, and goes on once more may be spent", async () => {
    const made = await repository();
    writeFileSync(
      join(made.root, PATHS.metadata),
      METADATA.replace("temperature: 0", "temperature: 0, max_completion_tokens: 10"),
    );
    made.server.script(answers("Yes."));
    const stopped = await made.evaluate("--max-cost", "0.0005", "--concurrency", "2", "--quiet");
    expect(stopped.exit).toBe(4);
    expect(stopped.report.verdict).toBe("inconclusive");
    expect(stopped.stderr.split("\n")).toEqual([expect.stringContaining(`--resume ${runIn(made)}`), ""]);
    expect(stopped.report.reasons[0]).toContain("stopped at the limit of $0.0005");
    expect(stopped.report.cost.usd).toBeLessThanOrEqual(0.0005);
    const asked = made.server.asked.length;
    expect(asked).toBeGreaterThan(0);
    const again = await made.evaluate("--resume", stopped.report.run_id, "--max-cost", "0.0005");
    expect(again.exit).toBe(4);
    expect(made.server.asked).toHaveLength(asked);
    const resumed = await made.evaluate("--resume", stopped.report.run_id, "--max-cost", "0.1");
    expect(resumed.exit).toBe(0);
    expect(made.server.asked).toHaveLength(24);
  });
});
