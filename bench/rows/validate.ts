import { rmSync } from "node:fs";
import { join } from "node:path";
import { child, LAUNCHER, runNode } from "../ground/run-node.ts";
import { writeRepository } from "../ground/write-repository.ts";
import { measureInTurn } from "../measuring/in-turn.ts";
import type { Ground, Row } from "../measuring/row.ts";

const SHAPE = { tasks: 500, examples: 24, arePromoted: true, port: 9 } as const;
const what = `${SHAPE.tasks} tasks in production, ${SHAPE.tasks * SHAPE.examples} examples`;

export const validateColdRow: Row = {
  name: "validate-cold",
  what: `validate, ${what}, nothing remembered`,
  against: "a bare loop in its own process: read, same parser, ajv compiled once for each schema",
  goal: { kind: "most", ratio: 1.25 },
  unit: "ms",
  rounds: { warmUps: 1, rounds: 7 },
  measure: async (ground) => {
    const { cold, root } = prepare(ground);
    const bare = async () => (await runNode([child("bare-validate.mjs"), root])).wallMs;
    return { samples: await measureInTurn(cold, bare, ground.rounds), note: "whole processes" };
  },
};

export const validateUnchangedRow: Row = {
  name: "validate-unchanged",
  what: `validate, ${what}, nothing changed since`,
  against: "the cold run",
  goal: { kind: "most", ratio: 0.06 },
  unit: "ms",
  rounds: { warmUps: 1, rounds: 7 },
  measure: async (ground) => {
    const { cold, again } = prepare(ground);
    await cold();
    return { samples: await measureInTurn(again, cold, ground.rounds), note: "whole processes" };
  },
};

function prepare({ folder }: Ground) {
  const root = join(folder, "repository");
  writeRepository(root, SHAPE);
  const again = async () => (await runNode([LAUNCHER, "validate", "--root", root])).wallMs;
  const cold = () => {
    rmSync(join(root, ".pipeline"), { recursive: true, force: true });
    return again();
  };
  return { root, again, cold };
}
