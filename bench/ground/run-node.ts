import { type SpawnOptions, spawn } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";

export interface NodeRun {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly wallMs: number;
}

export interface Usage {
  /** User and system time of the whole process. */
  readonly cpuMs: number;
  /** Most memory that was resident at once. */
  readonly peakMb: number;
}

export const LAUNCHER = fileURLToPath(new URL("../../bin/gpt-pipeline-hub.mjs", import.meta.url));
export const child = (name: string): string => fileURLToPath(new URL(`../children/${name}`, import.meta.url));

/** Lets a child run TypeScript; what is measured from outside must not use it. */
export const TYPESCRIPT = ["--import", import.meta.resolve("tsx")] as const;

/** One process of Node from start to end. Throws where it exits with anything but 0. */
export function runNode(args: readonly string[], extra: NodeJS.ProcessEnv = {}): Promise<NodeRun> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const running = startNode(args, extra, ["ignore", "pipe", "pipe"]);
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      running[name]?.setEncoding("utf8").on("data", (text: string) => {
        texts[name] += text;
      });
    running.on("error", reject);
    running.on("close", (exit) => {
      const run = { exit, ...texts, wallMs: performance.now() - start };
      if (exit === 0) resolve(run);
      else reject(new Error(`node ${args.join(" ")} ended with ${exit}:\n${texts.stderr}${texts.stdout}`));
    });
  });
}

export function startNode(args: readonly string[], extra: NodeJS.ProcessEnv, stdio: SpawnOptions["stdio"]) {
  return spawn(process.execPath, [...args], {
    env: { ...cleanEnvironment(), ...extra },
    stdio: stdio ?? "pipe",
  });
}

/** The same with what it used; the probe tells on its way out. */
export async function runNodeMeasured(
  args: readonly string[],
  extra: NodeJS.ProcessEnv = {},
): Promise<NodeRun & Usage> {
  const probe = pathToFileURL(child("usage-probe.mjs")).href;
  const run = await runNode(["--import", probe, ...args], extra);
  const told = /^usage (\S+) (\S+)$/m.exec(run.stderr);
  if (told === null) throw new Error(`node ${args.join(" ")} did not tell what it used`);
  return { ...run, cpuMs: Number(told[1]), peakMb: Number(told[2]) };
}

/** What would change how every process of Node starts is left out: extra certificates alone can cost 45 ms. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, NODE_COMPILE_CACHE: ___, ...rest } = process.env;
  return { ...rest, NO_COLOR: "1" };
}
