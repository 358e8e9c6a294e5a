import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { parseJsonLines } from "../../src/prompts/reading/json-lines.ts";

/** Reads a file of JSON lines in one of two ways and prints the milliseconds. */
const [how, path = ""] = process.argv.slice(2);
const start = performance.now();
const count =
  how === "project" ? parseJsonLines(path, readFileSync(path)).lines.length : inChunks(path).length;
const elapsed = performance.now() - start;
if (count === 0) throw new Error(`${path} has no line`);
process.stdout.write(`${elapsed}\n`);

function inChunks(file: string): readonly unknown[] {
  const values: unknown[] = [];
  const handle = openSync(file, "r");
  const chunk = Buffer.alloc(1024 * 1024);
  let rest = Buffer.alloc(0);
  for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
    const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
    let from = 0;
    for (let feed = bytes.indexOf(0x0a); feed >= 0; feed = bytes.indexOf(0x0a, from)) {
      values.push(JSON.parse(bytes.toString("utf8", from, feed)));
      from = feed + 1;
    }
    rest = bytes.subarray(from);
  }
  closeSync(handle);
  return values;
}
