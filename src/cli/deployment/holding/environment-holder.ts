import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { identify, isAlive } from "../../../deployment/adapters/service-process.ts";
import type { Holder } from "../../../deployment/holding/environment-state.ts";
import type { CommandContext } from "../../frame/command.ts";
import type { Workspace } from "../../frame/workspace.ts";

const BOOT = "/proc/sys/kernel/random/boot_id";

/** This machine since it was started; its name alone is not its own in a cloud. */
function thisMachine(): string {
  return existsSync(BOOT) ? `${hostname()} ${readFileSync(BOOT, "utf8").trim()}` : hostname();
}

/** This command as one who takes an environment. */
export async function thisHolder(
  { environment, flags }: CommandContext,
  workspace: Workspace,
  kind: Holder["kind"],
): Promise<Holder> {
  const { at, actor } = await workspace.acting();
  const reason = kind === "deploy" ? undefined : flags.text("reason")?.trim();
  const run = workflowRun(environment);
  return {
    ticket: randomUUID(),
    kind,
    actor,
    at,
    process: { host: thisMachine(), ...identify(process.pid) },
    ...(reason ? { reason } : {}),
    ...(run === undefined ? {} : { run }),
  };
}

function workflowRun(environment: NodeJS.ProcessEnv): string | undefined {
  const { GITHUB_RUN_ID: id, GITHUB_JOB: job, GITHUB_RUN_ATTEMPT: attempt = "1" } = environment;
  return id === undefined || id === "" ? undefined : `${id}/${job ?? ""}#${attempt}`;
}

/** Known to have ended: a process of this machine that is gone, or an earlier attempt of this very job. */
export function hasEnded({ process: known, run }: Holder, environment: NodeJS.ProcessEnv): boolean {
  if (known !== undefined && known.host === thisMachine() && !isAlive(known)) return true;
  const own = workflowRun(environment);
  return run !== undefined && own !== undefined && run !== own && run.split("#")[0] === own.split("#")[0];
}
