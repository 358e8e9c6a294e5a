import { renameSync, writeFileSync } from "node:fs";

/** Tells whoever started this process where it listens: `{"url","pid"}`, appearing whole or not at all. */
export function writeReadyFile(path: string, url: string): void {
  const unfinished = `${path}.${process.pid}.tmp`;
  writeFileSync(unfinished, `${JSON.stringify({ url, pid: process.pid })}\n`);
  renameSync(unfinished, path);
}
