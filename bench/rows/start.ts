import { child, LAUNCHER, runNode } from "../ground/run-node.ts";
import { measureInTurn } from "../measuring/in-turn.ts";
import type { Row } from "../measuring/row.ts";

export const startRow: Row = {
  name: "start",
  what: "start of a command (validate --help)",
  against: "an empty node process",
  goal: { kind: "most", ratio: 3.5 },
  unit: "ms",
  rounds: { warmUps: 3, rounds: 25 },
  measure: async ({ rounds }) => {
    const command = async () => (await runNode([LAUNCHER, "validate", "--help"])).wallMs;
    const empty = async () => (await runNode([child("empty.mjs")])).wallMs;
    return { samples: await measureInTurn(command, empty, rounds) };
  },
};
