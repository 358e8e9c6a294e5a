import { execFile } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname } from "node:path";
import type { MachineFacts, ProgramFact } from "../doctor/machine.ts";

export interface MachineQuestion {
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly ports: readonly { readonly port: number; readonly use: string }[];
  /** Why each program is needed; undefined where it is not. */
  readonly programs: Readonly<Record<string, string | undefined>>;
}

/** Looks at this machine; nothing is changed and nothing outside of it asked. */
export async function examineMachine(question: MachineQuestion): Promise<MachineFacts> {
  const { root, environment } = question;
  const [git, freeBytes, ports, programs] = await Promise.all([
    firstLine(environment, "git"),
    freeBytesAt(root),
    Promise.all(question.ports.map(async (one) => ({ ...one, isFree: await isFree(one.port) }))),
    Promise.all(Object.entries(question.programs).map((entry) => programFact(environment, entry))),
  ]);
  return { node: process.versions.node, git, freeBytes, writeRefusal: writeRefusal(root), ports, programs };
}

async function programFact(
  environment: NodeJS.ProcessEnv,
  [name, need]: readonly [string, string | undefined],
): Promise<ProgramFact> {
  return { name, need, version: need === undefined ? undefined : await firstLine(environment, name) };
}

const PATIENCE_MS = 10_000;

/** The first line of `PROGRAM --version`; undefined where it does not start. */
function firstLine(environment: NodeJS.ProcessEnv, program: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { env: environment, timeout: PATIENCE_MS };
    execFile(program, ["--version"], options, (error, stdout) => {
      resolve(error === null ? stdout.trim().split("\n")[0] : undefined);
    });
  });
}

async function freeBytesAt(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

function writeRefusal(root: string): string | undefined {
  try {
    accessSync(existsSync(root) ? root : dirname(root), constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
