import { join } from "node:path";
import { type EvaluationGround, openEvaluationGround } from "../ground/evaluation-ground.ts";
import { measureInTurn } from "../measuring/in-turn.ts";
import type { Row } from "../measuring/row.ts";

const [MANY, FEW] = [100_000, 10_000];

export const peakMemoryRow: Row = {
  name: "peak-memory",
  what: `eval-runner, most resident memory, ${MANY} examples`,
  against: `${FEW} examples`,
  goal: { kind: "most", ratio: 1.5 },
  unit: "MB",
  rounds: { warmUps: 0, rounds: 3 },
  measure: async ({ folder, rounds }) => {
    const open = (examples: number) =>
      openEvaluationGround(join(folder, String(examples)), { examples, latencyMs: 0 });
    const [many, few] = [await open(MANY), await open(FEW)];
    const peak = async (ground: EvaluationGround) =>
      (await ground.evalRunner("--no-cache", "--concurrency", "64")).peakMb;
    try {
      const samples = await measureInTurn(
        () => peak(many),
        () => peak(few),
        rounds,
      );
      return { samples, note: "three rounds: memory varies little, and a round takes minutes" };
    } finally {
      await Promise.all([many.close(), few.close()]);
    }
  },
};
