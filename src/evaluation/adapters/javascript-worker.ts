import { Worker } from "node:worker_threads";
import type { ScriptRunner } from "../scorers/javascript.ts";

/** `module.exports = ...` works as well as `export default`; a script imports nothing but Node's own modules. */
const BOOTSTRAP = `
import { parentPort, workerData } from "node:worker_threads";
globalThis.module = { exports: undefined };
let judge;
parentPort.on("message", async (input) => {
  try {
    judge ??= (await import(workerData)).default ?? globalThis.module.exports;
    if (typeof judge !== "function") throw new TypeError("the file exports no function by default");
    parentPort.postMessage({ value: await judge(input.output, input.context) });
  } catch (error) {
    parentPort.postMessage({ failure: String(error?.message ?? error) });
  }
});
parentPort.postMessage("ready");
`;

const MEMORY_MB = 128;

const urlOf = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;

/**
 * Runs each script in one worker of its own, one call after the other: no environment variables, 128 MB, its output
 * dropped. A call over its time ends the worker; the next call starts a new one. The workers never keep the process alive.
 * This bounds mistakes, not malice: a script can read what the process can read.
 */
export function createScriptRunner(): ScriptRunner {
  const lanes = new Map<string, { worker: Promise<Worker> | undefined; last: Promise<unknown> }>();
  return (source, input, timeoutMs) => {
    const lane = lanes.get(source) ?? { worker: undefined, last: Promise.resolve() };
    lanes.set(source, lane);
    const call = async (): Promise<unknown> => {
      lane.worker ??= startWorker(source);
      const worker = await lane.worker;
      try {
        return await callWorker(worker, input, timeoutMs);
      } catch (error) {
        if (!(error instanceof ScriptFailure)) lane.worker = undefined;
        throw error;
      }
    };
    const result = lane.last.then(call, call);
    lane.last = result;
    return result;
  };
}

/** The script itself threw; its worker lives on. */
class ScriptFailure extends Error {}

function startWorker(source: string): Promise<Worker> {
  const worker = new Worker(new URL(urlOf(BOOTSTRAP)), {
    workerData: urlOf(source),
    env: {},
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  worker.stdout.resume();
  worker.stderr.resume();
  return new Promise((resolve, reject) => {
    worker.once("message", () => {
      worker.removeListener("error", reject);
      resolve(worker);
    });
    worker.once("error", reject);
  });
}

function callWorker(worker: Worker, input: unknown, timeoutMs: number): Promise<unknown> {
  worker.ref();
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      clearTimeout(timer);
      for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
      worker.unref();
      outcome();
    };
    const end = (reason: string): void => {
      settle(() => reject(new Error(reason)));
      void worker.terminate();
    };
    const timer = setTimeout(() => end(`it ran longer than ${timeoutMs} ms`), timeoutMs);
    worker.on("message", (reply: { readonly value?: unknown; readonly failure?: string }) =>
      settle(() =>
        reply.failure === undefined ? resolve(reply.value) : reject(new ScriptFailure(reply.failure)),
      ),
    );
    worker.on("error", (error) => end(error.message));
    worker.on("exit", () => end("it ended its thread"));
    worker.postMessage(input);
  });
}
