import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, rmSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { aRepository, exampleLines, PATHS, writeTree } from "../../builders/a-repository.ts";
import { type StartedCommand, startCommand } from "../../builders/command-process.ts";
import { completion } from "../../fakes/fake-model-server.ts";
import { configFor, type Evaluated, evaluated, KEY, withoutTimes } from "./model-repository.ts";

export interface KilledRuns {
  /** Rows on disk when the process was killed, each time. */
  readonly killedAt: readonly number[];
  readonly resumed: Evaluated;
  readonly undisturbed: Evaluated;
  /** Calls that the killed runs and the last one needed together. */
  readonly calls: number;
  /** The number of the first row that differs but for its latency; undefined where none does. */
  readonly differingRow: number | undefined;
  /** Length of the rows' file: it is read in chunks of 1 MiB and written in batches of 256 KiB. */
  readonly bytes: number;
}

/** Kills a run by SIGKILL once so many rows are in its file, each time, resumes it to its end, and runs it again undisturbed. */
export async function killAndCompare(
  examples: number,
  killAt: readonly number[],
  concurrency: number,
): Promise<KilledRuns> {
  const ground = await openGround(examples, concurrency);
  try {
    const killedAt: number[] = [];
    for (const rows of killAt) killedAt.push(await ground.killAt(rows));
    const resumed = evaluated(await ground.start(["--resume", ground.runId()]).ended);
    const calls = ground.calls();
    const undisturbed = evaluated(await ground.start(["--task", "support_reply", "--no-cache"]).ended);
    const rowsOf = ({ report }: Evaluated): string =>
      readFileSync(
        join(ground.root, "prompts/04-evals/support_reply", report.run_id, "results.jsonl"),
        "utf8",
      );
    const rows = rowsOf(resumed);
    return {
      killedAt,
      resumed,
      undisturbed,
      calls,
      differingRow: differingRow(rows, rowsOf(undisturbed)),
      bytes: Buffer.byteLength(rows),
    };
  } finally {
    await ground.close();
  }
}

/** What must be equal of two runs of the same thing. */
export const comparable = ({ report }: Evaluated) => withoutTimes(report);

async function openGround(examples: number, concurrency: number) {
  let watch = (): void => undefined;
  let calls = 0;
  const server = await listen((question, response) => {
    calls += 1;
    watch();
    reply(question, response);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const changes = { [PATHS.config]: configFor(url), [PATHS.examples]: exampleLines(examples) };
  const root = writeTree(aRepository(changes));
  const runs = join(root, ".pipeline/runs");
  const runId = (): string => (existsSync(runs) ? (readdirSync(runs)[0] ?? "") : "");
  const start = (flags: readonly string[]): StartedCommand =>
    startCommand(
      "eval-runner",
      ["--root", root, ...flags, "--json", "--quiet", "--concurrency", String(concurrency)],
      { environment: { ACME_KEY: KEY } },
    );
  return {
    root,
    runId,
    start,
    calls: () => calls,
    killAt: async (wanted: number): Promise<number> => {
      const known = runId();
      const started = start(known === "" ? ["--task", "support_reply"] : ["--resume", known]);
      const counter = rowCounter(() => join(runs, runId(), "candidate.jsonl"));
      watch = () => {
        if (counter() >= wanted) started.process.kill("SIGKILL");
      };
      const ended = await started.ended;
      watch = () => undefined;
      if (ended.exit !== null) throw new Error(`ended before ${wanted} rows: ${ended.stderr}`);
      return counter();
    },
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Lines in a growing file; each call reads what came since the last one. */
function rowCounter(path: () => string): () => number {
  const chunk = Buffer.alloc(1 << 16);
  let offset = 0;
  let rows = 0;
  return () => {
    if (!existsSync(path())) return rows;
    const file = openSync(path(), "r");
    for (let read = 1; read > 0; offset += read) {
      read = readSync(file, chunk, 0, chunk.length, offset);
      for (const byte of chunk.subarray(0, read)) if (byte === 0x0a) rows += 1;
    }
    closeSync(file);
    return rows;
  };
}

async function listen(asked: (question: number, response: ServerResponse) => void): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const [, number = "0"] = /Number (\d+)\?/.exec(Buffer.concat(chunks).toString("utf8")) ?? [];
      asked(Number(number), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** The same for a question whenever it is asked: mostly right, some wrong, some cut off, some refused for good. */
function reply(question: number, response: ServerResponse): void {
  const isRefused = question % 500 === 7;
  const choice = question % 50 === 3 ? { finish_reason: "length" } : {};
  const usage = { prompt_tokens: 10 + (question % 5), completion_tokens: 1 };
  const body = isRefused
    ? { error: { message: "too long", code: "context_length_exceeded" } }
    : completion(question % 12 === 0 ? "No." : "Yes.", { choice, body: { usage, model: "small-1-2026-05" } });
  response.writeHead(isRefused ? 400 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function differingRow(one: string, other: string): number | undefined {
  const untimed = (text: string): readonly string[] =>
    text.replaceAll(/"latency_ms":[\d.]+/g, "").split("\n");
  const [rows, others] = [untimed(one), untimed(other)];
  const at = rows.findIndex((row, index) => row !== others[index]);
  if (at >= 0) return at + 1;
  return rows.length === others.length ? undefined : rows.length;
}
