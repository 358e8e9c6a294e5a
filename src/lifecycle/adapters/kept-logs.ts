import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SCRATCH_FOLDER } from "../../prompts/layout.ts";
import type { RunGit } from "./git/git-process.ts";
import { storeFile } from "./store-file.ts";

/** Lines of a log that only this checkout has. */
export interface KeptLog {
  readonly path: string;
  readonly lines: readonly string[];
}

const fileIn = (root: string): string => join(root, SCRATCH_FOLDER, "kept-logs.json");

/** Keeps the lines on disk before git takes their files away, so that no kill can lose them. Throws `StateNotStored`. */
export function keepLogs(root: string, logs: readonly KeptLog[]): void {
  storeFile(fileIn(root), JSON.stringify(logs));
}

export const hasKeptLogs = (root: string): boolean => existsSync(fileIn(root));

/** Appends what was kept to what git brought, once, and forgets it; nothing happens where nothing is kept. */
export async function putLogsBack(run: RunGit, root: string): Promise<void> {
  if (!hasKeptLogs(root)) return;
  const kept = JSON.parse(readFileSync(fileIn(root), "utf8")) as readonly KeptLog[];
  for (const { path, lines } of kept) {
    const { code, stdout } = await run(["show", `HEAD:${path}`]);
    appendMissing(join(root, path), code === 0 ? stdout : "", lines);
  }
  rmSync(fileIn(root), { force: true });
}

/** Where git was killed while it wrote the file, it holds a beginning of the committed text, or is gone. */
function appendMissing(file: string, committed: string, lines: readonly string[]): void {
  const found = existsSync(file) ? readFileSync(file, "utf8") : "";
  const text = committed.startsWith(found) ? committed : found;
  const known = new Set(linesOf(text));
  const missing = lines.filter((line) => !known.has(line));
  if (missing.length === 0 && text === found) return;
  const start = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  storeFile(file, start + missing.map((line) => `${line}\n`).join(""));
}

export const linesOf = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");
