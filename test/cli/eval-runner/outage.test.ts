import { afterEach, expect, it } from "vitest";
import { answers, type Respond, refuses } from "../../fakes/fake-model-server.ts";
import { ModelRepository } from "./model-repository.ts";

const opened: ModelRepository[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function repository(...script: readonly Respond[]): Promise<ModelRepository> {
  const made = await ModelRepository.open({}, ...script);
  opened.push(made);
  return made;
}

it("a server that is down is nobody's prompt: exit 4, in words that say so [P5]", async () => {
  const made = await repository();
  await made.server.close();
  const { exit, report, stderr } = await made.evaluate();
  expect(exit).toBe(4);
  expect(report).toMatchObject({ verdict: "inconclusive", score: null, counts: { scored: 0, errors: 24 } });
  expect(report.reasons.join("\n")).toMatch(/the connection failed \(ECONNREFUSED\)/);
  expect(stderr).toContain(`--resume ${report.run_id}`);
});

it("a quota that is used up is told after one call, and is nobody's prompt: exit 4 [P2]", async () => {
  const spent = { code: "insufficient_quota", message: "You exceeded your current quota." };
  const made = await repository(refuses(429, spent));
  const { exit, report, stderr } = await made.evaluate();
  expect([exit, made.server.asked.length]).toEqual([4, 1]);
  expect(report).toMatchObject({ verdict: "inconclusive", counts: { scored: 0, failed: 0 } });
  expect(report.reasons[0]).toContain("quota");
  expect(stderr).toContain(`--resume ${report.run_id}`);
});

it("a request that the provider refuses is an error of its one example, which the report names [P16]", async () => {
  const made = await repository((response, asked) => {
    const isTooLong = JSON.stringify(asked.body).includes("Number 7?");
    const error = { code: "context_length_exceeded", message: "The context is too long." };
    return (isTooLong ? refuses(400, error) : answers("Yes."))(response, asked);
  });
  const { exit, stdout } = await made.run(["--task", "support_reply"]);
  expect(exit, stdout).toBe(0);
  expect(stdout).toMatch(/the error of question-7: .*The context is too long/);
  expect(stdout).not.toMatch(/question-8\b/);
  expect(made.questions().filter((question) => question.includes("Number 7?"))).toHaveLength(1);
});
