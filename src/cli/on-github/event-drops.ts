import { type CodeHost, HostRefused } from "../../lifecycle/code-host.ts";
import type { ReadyTask } from "../evaluation/ready-task.ts";
import type { CommandContext } from "../frame/command.ts";
import { type AcceptedDrops, acceptedDrops } from "./accepted-drops.ts";
import { openCodeHost } from "./open-code-host.ts";
import type { WorkflowEvent } from "./workflow-event.ts";

/** Numbers of the pull requests that an event is about: its own, or the one that a queue is about to merge. Throws `HostRefused`. */
export async function eventPulls(
  host: CodeHost,
  { pull, queued }: WorkflowEvent,
): Promise<readonly number[]> {
  const known = pull?.number ?? queued?.pull;
  if (known !== undefined) return [known];
  const found = queued === undefined ? [] : await host.pullsOf(queued.headCommit);
  return found.map(({ number }) => number);
}

/**
 * What reviews of these pull requests accept of these tasks, each at its newest head. Where the host says no, nobody has accepted
 * anything, and the refusal is among the lines.
 */
export async function eventDrops(
  context: CommandContext,
  event: WorkflowEvent | undefined,
  tasks: readonly ReadyTask[],
): Promise<AcceptedDrops> {
  const accepted: AcceptedDrops["accepted"][number][] = [];
  const ignored: string[] = [];
  if (event === undefined || (event.pull ?? event.queued) === undefined) return { accepted, ignored };
  const host = await openCodeHost(context.environment);
  try {
    for (const number of await eventPulls(host, event)) {
      const drops = await acceptedDrops(context, host, number, tasks);
      accepted.push(...drops.accepted);
      ignored.push(...drops.ignored);
    }
  } catch (error) {
    if (!(error instanceof HostRefused)) throw error;
    ignored.push(`reviews could not be read: ${error.message}`);
  }
  return { accepted, ignored };
}
