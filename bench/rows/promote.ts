import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { child, LAUNCHER, runNode } from "../ground/run-node.ts";
import { startServer } from "../ground/start-server.ts";
import { taskId } from "../ground/task-texts.ts";
import { commitAll, reword, writeRepository } from "../ground/write-repository.ts";
import { measureInTurn } from "../measuring/in-turn.ts";
import type { Row } from "../measuring/row.ts";

const [MANY, FEW] = [1_000, 10];

export const promoteRow: Row = {
  name: "promote",
  what: `promote of one task, ${MANY} tasks in tree and registry`,
  against: `${FEW} tasks`,
  goal: { kind: "most", ratio: 3 },
  unit: "ms",
  rounds: { warmUps: 1, rounds: 7 },
  measure: async ({ folder, rounds }) => {
    const server = await startServer([child("model-server.mjs"), "0"]);
    const open = async (tasks: number) => promotion(join(folder, String(tasks)), tasks, server.port);
    try {
      const samples = await measureInTurn(await open(MANY), await open(FEW), rounds);
      return { samples, note: "whole commands, start included; the tree is put back after each" };
    } finally {
      await server.stop();
    }
  },
};

/** A repository in which one task has passing evidence for another wording; each call promotes it and takes that back. */
async function promotion(root: string, tasks: number, port: number): Promise<() => Promise<number>> {
  writeRepository(root, { tasks, examples: 24, arePromoted: true, port });
  reword(root, 1);
  const flags = ["--root", root, "--task", taskId(1), "--quiet"];
  await runNode([LAUNCHER, "eval-runner", ...flags]);
  commitAll(root);
  return async () => {
    const { wallMs } = await runNode([LAUNCHER, "promote", ...flags]);
    restore(root);
    return wallMs;
  };
}

function restore(root: string): void {
  for (const args of [
    ["checkout", "--quiet", "."],
    ["clean", "-fdq"],
  ])
    execFileSync("git", args, { cwd: root });
}
