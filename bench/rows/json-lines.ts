import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { buildChild } from "../ground/build-child.ts";
import { runNode } from "../ground/run-node.ts";
import { exampleLines } from "../ground/task-texts.ts";
import { measureInTurn } from "../measuring/in-turn.ts";
import type { Row } from "../measuring/row.ts";

const BYTES = 100 * 1024 * 1024;

export const jsonLinesRow: Row = {
  name: "jsonl",
  what: "JSONL of 100 MB, read and parsed by parseJsonLines",
  against: "1 MiB chunks and JSON.parse, values kept",
  goal: { kind: "most", ratio: 1.4 },
  unit: "ms",
  rounds: { warmUps: 1, rounds: 5 },
  measure: async ({ folder, rounds }) => {
    const path = writeLines(join(folder, "lines.jsonl"));
    const reader = await buildChild("read-json-lines.ts", folder);
    const reading = (how: string) => async () => Number((await runNode([reader, how, path])).stdout);
    const samples = await measureInTurn(reading("project"), reading("chunks"), rounds);
    return { samples, note: "inside a process each, start not included" };
  },
};

function writeLines(path: string): string {
  const piece = exampleLines(1_000);
  const file = openSync(path, "w");
  for (let bytes = 0; bytes < BYTES; bytes += piece.length) writeSync(file, piece);
  closeSync(file);
  return path;
}
