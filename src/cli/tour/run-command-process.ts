import { spawn } from "node:child_process";
import type { JsonObject } from "../../prompts/reading/json.ts";
import { parseJsonObject } from "../../prompts/reading/parse-json.ts";
import { launcherPath } from "../frame/launcher-path.ts";

export interface CommandProcess {
  readonly exit: number;
  /** The document that the command printed. */
  readonly document: JsonObject;
  readonly durationMs: number;
}

/**
 * Runs one of our commands as users do, as a process of its own, with `--json`. A stop is passed on to it, and its end is
 * waited for, so that nothing of it is left when this rejects.
 */
export function runCommandProcess(
  name: string,
  flags: readonly string[],
  where: { readonly root: string; readonly environment: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<CommandProcess> {
  const started = performance.now();
  const args = [launcherPath(), name, "--root", where.root, "--json", "--quiet", ...flags];
  const child = spawn(process.execPath, args, {
    cwd: where.root,
    env: where.environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const out: Buffer[] = [];
  const talk: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => talk.push(chunk));
  const stop = (): void => void child.kill("SIGTERM");
  where.signal.addEventListener("abort", stop);
  if (where.signal.aborted) stop();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      where.signal.removeEventListener("abort", stop);
      const document = parseJsonObject(Buffer.concat(out).toString("utf8"));
      if (where.signal.aborted) reject(new Error(`${name} was stopped`));
      else if (document !== undefined)
        resolve({ exit: code ?? 1, document, durationMs: performance.now() - started });
      else
        reject(
          new Error(
            `${name} printed no document (exit ${code}): ${Buffer.concat(talk).toString("utf8").slice(0, 2000)}`,
          ),
        );
    });
  });
}
