import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EvalReport } from "../../../src/evaluation/report.ts";
import {
  aRepository,
  aRepositoryInProduction,
  PATHS,
  type TreeChanges,
  withChanges,
  writeTree,
} from "../../builders/a-repository.ts";
import {
  documentOf,
  type EndedCommand,
  runCommand,
  type StartedCommand,
  startCommand,
} from "../../builders/command-process.ts";
import {
  answers,
  type FakeModelServer,
  type Respond,
  startFakeModelServer,
} from "../../fakes/fake-model-server.ts";

export const KEY = "test-key-5f1c0a77";

export const configFor = (url: string, more = ""): string => `main_branch: main
providers:
  acme:
    kind: openai
    key_env: ACME_KEY
    base_url: ${url}
    models:
      small-1: { usd_per_mtok_in: 1, usd_per_mtok_out: 2 }
      small-2: { usd_per_mtok_in: 1, usd_per_mtok_out: 2 }
${more}`;

/** What an ended command printed with `--json`. */
export interface Evaluated extends EndedCommand {
  readonly reports: readonly EvalReport[];
  readonly report: EvalReport;
}

/** A repository whose one task, `support_reply`, asks a scripted server: 24 questions, all rightly answered with "Yes.". */
export class ModelRepository {
  readonly root: string;
  readonly server: FakeModelServer;

  private constructor(root: string, server: FakeModelServer) {
    this.root = root;
    this.server = server;
  }

  static async open(changes: TreeChanges = {}, ...script: readonly Respond[]): Promise<ModelRepository> {
    return ModelRepository.#over(aRepository(), changes, script);
  }

  /** With 1.1.0 in production, on a cited run. */
  static async inProduction(
    changes: TreeChanges = {},
    ...script: readonly Respond[]
  ): Promise<ModelRepository> {
    return ModelRepository.#over(aRepositoryInProduction(), changes, script);
  }

  static async #over(
    tree: ReturnType<typeof aRepository>,
    changes: TreeChanges,
    script: readonly Respond[],
  ): Promise<ModelRepository> {
    const server = await startFakeModelServer(...(script.length === 0 ? [answers("Yes.")] : script));
    const root = writeTree(withChanges(tree, { [PATHS.config]: configFor(server.url), ...changes }));
    return new ModelRepository(root, server);
  }

  start(
    flags: readonly string[],
    environment: Readonly<Record<string, string>> = { ACME_KEY: KEY },
  ): StartedCommand {
    return startCommand("eval-runner", ["--root", this.root, ...flags], { environment });
  }

  run(
    flags: readonly string[],
    environment: Readonly<Record<string, string>> = { ACME_KEY: KEY },
  ): Promise<EndedCommand> {
    return runCommand("eval-runner", ["--root", this.root, ...flags], { environment });
  }

  /** With `--json`, of the task unless the flags choose something else. */
  async evaluate(...flags: readonly string[]): Promise<Evaluated> {
    const isChosen = flags.some((flag) => flag === "--resume" || flag === "--merge");
    const task = isChosen ? [] : ["--task", "support_reply"];
    return evaluated(await this.run([...task, "--json", ...flags]));
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  /** Names in a folder; none where it is not there. */
  names(path: string): readonly string[] {
    const folder = join(this.root, path);
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  }

  /** Every file below the root, by path. */
  files(): ReadonlyMap<string, string> {
    const paths = readdirSync(this.root, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    return new Map(
      paths.map(({ parentPath, name }) => [
        join(parentPath, name),
        readFileSync(join(parentPath, name), "utf8"),
      ]),
    );
  }

  /** The questions that the server was asked, in the order of arrival. */
  questions(): readonly string[] {
    return this.server.asked.map(({ body }) => {
      const { messages } = body as {
        readonly messages: readonly { readonly role: string; readonly content: string }[];
      };
      return messages.findLast(({ role }) => role === "user")?.content ?? "";
    });
  }

  async close(): Promise<void> {
    await this.server.close();
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function evaluated(ended: EndedCommand): Evaluated {
  const { runs = [] } = documentOf(ended) as unknown as { readonly runs?: readonly EvalReport[] };
  const [report] = runs;
  if (report === undefined) throw new Error(`no run (exit ${ended.exit}): ${ended.stdout}${ended.stderr}`);
  return { ...ended, reports: runs, report };
}

/** A report without what may differ from one run of the same thing to the next. */
export function withoutTimes({ run_id: _, wall_ms: __, latency_ms: ___, at: ____, ...rest }: EvalReport) {
  return rest;
}
