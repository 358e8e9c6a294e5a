import { type EvaluationGround, openEvaluationGround } from "../ground/evaluation-ground.ts";
import { measureInTurn } from "../measuring/in-turn.ts";
import type { Row } from "../measuring/row.ts";

const LATENCY_MS = 50;

/** Wall time of the real command over what it takes without an evaluation, against calls that cost nothing but waiting. */
function evaluateRow(examples: number, concurrency: number): Row {
  return {
    name: `evaluate-${examples}`,
    what: `eval-runner, ${examples} examples, server of ${LATENCY_MS} ms, concurrency ${concurrency}`,
    against: "examples x latency / concurrency",
    goal: { kind: "most", ratio: 1.25 },
    unit: "ms",
    rounds: { warmUps: 1, rounds: 5 },
    measure: async ({ folder, rounds }) => {
      const ground = await openEvaluationGround(folder, { examples, latencyMs: LATENCY_MS });
      try {
        const idealMs = (examples * LATENCY_MS) / concurrency;
        const flags = ["--no-cache", "--concurrency", String(concurrency)];
        const samples = await measureInTurn(
          () => evaluationMs(ground, flags),
          () => Promise.resolve(idealMs),
          rounds,
        );
        return { samples, note: "the command's wall time less that of its dry run" };
      } finally {
        await ground.close();
      }
    },
  };
}

async function evaluationMs(ground: EvaluationGround, flags: readonly string[]): Promise<number> {
  const planned = await ground.evalRunner(...flags, "--dry-run");
  return (await ground.evalRunner(...flags)).wallMs - planned.wallMs;
}

export const evaluateThousandRow = evaluateRow(1_000, 32);
export const evaluateFiveThousandRow = evaluateRow(5_000, 64);
