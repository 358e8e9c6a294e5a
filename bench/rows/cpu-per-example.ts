import { openEvaluationGround } from "../ground/evaluation-ground.ts";
import { child, runNode } from "../ground/run-node.ts";
import { measureInTurn } from "../measuring/in-turn.ts";
import type { Row } from "../measuring/row.ts";

const EXAMPLES = 5_000;
const CONCURRENCY = 32;

export const cpuPerExampleRow: Row = {
  name: "cpu-per-example",
  what: `eval-runner, CPU time of one example, server of 0 ms, concurrency ${CONCURRENCY}`,
  against: "the bare openai package over a keep-alive pool",
  goal: { kind: "most", ratio: 3 },
  unit: "ms",
  rounds: { warmUps: 1, rounds: 5 },
  measure: async ({ folder, rounds }) => {
    const ground = await openEvaluationGround(folder, { examples: EXAMPLES, latencyMs: 0 });
    const flags = ["--no-cache", "--concurrency", String(CONCURRENCY)];
    const ours = async () => {
      const planned = await ground.evalRunner(...flags, "--dry-run");
      return ((await ground.evalRunner(...flags)).cpuMs - planned.cpuMs) / EXAMPLES;
    };
    const calls = [String(ground.port), String(EXAMPLES), String(CONCURRENCY)];
    const bare = async () => Number((await runNode([child("bare-openai.mjs"), ...calls])).stdout) / EXAMPLES;
    try {
      const samples = await measureInTurn(ours, bare, rounds);
      return { samples, note: `${EXAMPLES} examples; the command's CPU time less that of its dry run` };
    } finally {
      await ground.close();
    }
  },
};
