import { join } from "node:path";
import { child, LAUNCHER, runNode, TYPESCRIPT } from "../ground/run-node.ts";
import { startServer } from "../ground/start-server.ts";
import { taskId } from "../ground/task-texts.ts";
import { writeRepository } from "../ground/write-repository.ts";
import { measureInTurn } from "../measuring/in-turn.ts";
import type { Row } from "../measuring/row.ts";

const REQUESTS = 20_000;
const CONNECTIONS = 32;

export const renderRow: Row = {
  name: "render",
  what: `prompt service, render, ${CONNECTIONS} connections`,
  against: "bare node:http that checks the same schema, fills the same text, sends the same answer",
  goal: { kind: "least", ratio: 0.8 },
  unit: "requests/s",
  rounds: { warmUps: 2, rounds: 15 },
  measure: async ({ folder, rounds }) => {
    const root = join(folder, "repository");
    writeRepository(root, { tasks: 10, examples: 1, arePromoted: true, port: 9 });
    const service = await startServer([LAUNCHER, "serve", "--root", root, "--port", "0"]);
    const bare = await startServer([...TYPESCRIPT, child("bare-service.ts"), root]);
    const load = (port: number) => async () => {
      const args = [child("load.mjs"), String(port), taskId(1), String(REQUESTS), String(CONNECTIONS)];
      return Number((await runNode(args)).stdout);
    };
    try {
      const samples = await measureInTurn(load(service.port), load(bare.port), rounds);
      return { samples, note: `${REQUESTS} requests a round from a process of their own` };
    } finally {
      await Promise.all([service.stop(), bare.stop()]);
    }
  },
};
