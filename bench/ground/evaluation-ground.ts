import { join } from "node:path";
import { child, LAUNCHER, type NodeRun, runNodeMeasured, type Usage } from "./run-node.ts";
import { startServer } from "./start-server.ts";
import { taskId } from "./task-texts.ts";
import { writeRepository } from "./write-repository.ts";

export interface EvaluationGround {
  readonly root: string;
  readonly port: number;
  /** The real command on the one task. */
  evalRunner(...flags: readonly string[]): Promise<NodeRun & Usage>;
  close(): Promise<void>;
}

/** One ready task, and an OpenAI-compatible server in a process of its own that always gives the right answer. */
export async function openEvaluationGround(
  folder: string,
  { examples, latencyMs }: { readonly examples: number; readonly latencyMs: number },
): Promise<EvaluationGround> {
  const server = await startServer([child("model-server.mjs"), String(latencyMs)]);
  const root = join(folder, "repository");
  writeRepository(root, { tasks: 1, examples, arePromoted: false, port: server.port });
  const fixed = [LAUNCHER, "eval-runner", "--root", root, "--task", taskId(1), "--no-log", "--json"];
  return {
    root,
    port: server.port,
    evalRunner: (...flags) => runNodeMeasured([...fixed, ...flags]),
    close: server.stop,
  };
}
