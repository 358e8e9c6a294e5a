import { rmSync } from "node:fs";
import { join } from "node:path";
import { openEvaluationGround } from "../ground/evaluation-ground.ts";
import { measureInTurn } from "../measuring/in-turn.ts";
import type { Row } from "../measuring/row.ts";

const EXAMPLES = 5_000;

export const secondRunRow: Row = {
  name: "second-run",
  what: `eval-runner, ${EXAMPLES} examples, every answer cached`,
  against: "the first run, server of 0 ms",
  goal: { kind: "most", ratio: 0.25 },
  unit: "ms",
  rounds: { warmUps: 1, rounds: 5 },
  measure: async ({ folder, rounds }) => {
    const ground = await openEvaluationGround(folder, { examples: EXAMPLES, latencyMs: 0 });
    const wallMs = async () => (await ground.evalRunner("--concurrency", "32")).wallMs;
    const first = () => {
      rmSync(join(ground.root, ".pipeline", "cache"), { recursive: true, force: true });
      return wallMs();
    };
    try {
      await first();
      const samples = await measureInTurn(wallMs, first, rounds);
      return { samples, note: "whole commands, start included" };
    } finally {
      await ground.close();
    }
  },
};
