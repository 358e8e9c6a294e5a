import { expect, it } from "vitest";
import { ModelRepository } from "./model-repository.ts";

it("a server that is down is nobody's prompt: exit 4, in words that say so [P5]", async () => {
  const made = await ModelRepository.open();
  await made.server.close();
  const { exit, report, stderr } = await made.evaluate();
  expect(exit).toBe(4);
  expect(report).toMatchObject({ verdict: "inconclusive", score: null, counts: { scored: 0, errors: 24 } });
  expect(report.reasons.join("\n")).toMatch(/the connection failed \(ECONNREFUSED\)/);
  expect(stderr).toContain(`--resume ${report.run_id}`);
});
