import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const PROJECT_ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A copy of the launcher with one command, `validate`, that prints a word from a source file and its flags. */
export class ScratchProject {
  readonly root = mkdtempSync(join(tmpdir(), "launcher-"));

  constructor() {
    for (const path of [
      "bin",
      "package.json",
      "tsconfig.json",
      "package-lock.json",
      "src/prompts/nearest-name.ts",
    ]) {
      cpSync(join(PROJECT_ROOT, path), join(this.root, path), { recursive: true, preserveTimestamps: true });
    }
    symlinkSync(join(PROJECT_ROOT, "node_modules"), join(this.root, "node_modules"));
    this.write("src/word.ts", 'export const word: string = "one";\n');
    this.write(
      "scripts/validate.ts",
      'import { word } from "../src/word.ts";\nconsole.log(word, ...process.argv.slice(2));\n',
    );
  }

  /** Written a minute ago, so that no later change falls into the same tick of the file system's clock. */
  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const minuteAgo = new Date(Date.now() - 60_000 - text.length);
    utimesSync(file, minuteAgo, minuteAgo);
  }

  /** Digest of the bundle that the next unchanged start would run. */
  builtDigest(): string {
    const record: { readonly build: string } = JSON.parse(
      readFileSync(join(this.root, "dist/inputs.json"), "utf8"),
    );
    return record.build;
  }

  start(...args: readonly string[]): Promise<Ended> {
    return startNode(join(this.root, "bin/gpt-pipeline-hub.mjs"), args);
  }
}

/** Runs a script in a process of its own, without a terminal. */
export function startNode(script: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (exit) => resolve({ exit, stdout, stderr }));
  });
}
