import { setTimeout as sleep } from "node:timers/promises";
import { type EnvironmentHold, UNSHARED_HOLD } from "../../../deployment/holding/environment-hold.ts";
import {
  type Holder,
  isHeldBySomebody,
  parseEnvironmentState,
} from "../../../deployment/holding/environment-state.ts";
import { Overtaken, whoIs } from "../../../deployment/holding/overtaken.ts";
import {
  interruptDeployment,
  stateName,
  type Taking,
  type TakingOptions,
  takeEnvironment,
} from "../../../deployment/holding/take-environment.ts";
import { createGitStateBranch } from "../../../lifecycle/adapters/git/git-state-branch.ts";
import { GitFailure } from "../../../lifecycle/git.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import type { CommandContext } from "../../frame/command.ts";
import type { Workspace } from "../../frame/workspace.ts";
import { type DeploymentPlace, placeName } from "../deployment-place.ts";
import { hasEnded, thisHolder } from "./environment-holder.ts";
import { type MeetingPoint, WAITING_MS, watchingMs } from "./look-interval.ts";

/** Where commands agree with each other: at origin with `--push`, since others push there too, else in this repository. */
const meetingPoint = ({ flags }: CommandContext): MeetingPoint => (flags.isOn("push") ? "origin" : "here");

/** Waits for its turn on an environment, `waitMs` at most; a dry run takes nothing. Throws `Failure` with exit 7. */
export async function takeTurn(
  context: CommandContext,
  workspace: Workspace,
  place: DeploymentPlace,
  waitMs: number,
): Promise<EnvironmentHold> {
  const options = await takingOptions(context, workspace, placeName(place), "deploy", meetingPoint(context));
  if (options === undefined) return UNSHARED_HOLD;
  const deadline = performance.now() + waitMs;
  for (let said = false; ; said = true) {
    const taking = await takeEnvironment(options, true);
    if (taking.kind === "held") return taking.hold;
    const { by } = taking;
    if (!said) context.terminal.say(`waiting for the ${whoIs(by)} on ${options.place}`);
    if (context.signal.aborted || performance.now() > deadline) throw stillBusy(options.place, taking);
    await sleep(WAITING_MS[meetingPoint(context)], undefined, { signal: context.signal }).catch(
      () => undefined,
    );
  }
}

function stillBusy(place: string, { by }: Extract<Taking, { kind: "busy" }>): Failure {
  return new Failure(`the ${whoIs(by)} holds ${place} since ${by.at}; nothing was deployed`, {
    exit: EXIT.conflict,
    fix: "Run the command again when it has ended.",
  });
}

/** Takes an environment from whoever has it. Where origin cannot be reached, what is agreed on here has to be enough. */
export async function takeAtOnce(
  context: CommandContext,
  workspace: Workspace,
  place: DeploymentPlace,
): Promise<EnvironmentHold> {
  const take = async (where: MeetingPoint): Promise<EnvironmentHold> => {
    const options = await takingOptions(context, workspace, placeName(place), "rollback", where);
    if (options === undefined) return UNSHARED_HOLD;
    const taking = await takeEnvironment(options, false);
    return taking.kind === "held" ? taking.hold : UNSHARED_HOLD;
  };
  try {
    return await take(meetingPoint(context));
  } catch (error) {
    if (!(error instanceof GitFailure) || meetingPoint(context) === "here") throw error;
    context.terminal.say(
      `origin does not answer, so that nobody elsewhere is told of this rollback: ${error.message}`,
    );
    return take("here");
  }
}

export type BegunThere =
  | { readonly kind: "nothing" }
  /** Begun by a command that has ended without it. */
  | { readonly kind: "unfinished"; readonly generation: number }
  | { readonly kind: "at_work"; readonly who: string };

/** What the branch of agreements says of an environment: origin's, or this repository's where origin does not answer. Nothing is taken. */
export async function lookAtEnvironment(
  { environment }: CommandContext,
  { root, git }: Workspace,
  place: string,
): Promise<BegunThere> {
  if ((await git.head()) === undefined) return { kind: "nothing" };
  const read = (where: MeetingPoint): Promise<string | undefined> =>
    createGitStateBranch(root, environment, where).read(stateName(place));
  const text = await read("origin").catch((error: unknown) => {
    if (!(error instanceof GitFailure)) throw error;
    return undefined;
  });
  const state = parseEnvironmentState(text ?? (await read("here")));
  const { lease, opened } = state;
  const now = new Date().toISOString();
  const isDead = (holder: Holder): boolean => hasEnded(holder, environment);
  if (lease !== undefined && isHeldBySomebody(state, "", now, isDead))
    return { kind: "at_work", who: whoIs(lease) };
  return opened === undefined
    ? { kind: "nothing" }
    : { kind: "unfinished", generation: opened.intent.generation };
}

/** Tells deployments that run on these environments to stop at their next step; gives those that did run. */
export async function interruptEnvironments(
  context: CommandContext,
  workspace: Workspace,
  places: readonly string[],
  kind: "promote" | "freeze",
): Promise<readonly string[]> {
  const stopped: string[] = [];
  for (const place of places) {
    const options = await takingOptions(context, workspace, place, kind, meetingPoint(context));
    if (options !== undefined && (await interruptDeployment(options))) stopped.push(place);
  }
  return stopped;
}

/** Undefined outside git, where there is nothing to agree on, and in a dry run. */
async function takingOptions(
  context: CommandContext,
  workspace: Workspace,
  place: string,
  kind: "deploy" | "rollback" | "promote" | "freeze",
  where: MeetingPoint,
): Promise<TakingOptions | undefined> {
  if (context.isDryRun || (await workspace.git.head()) === undefined) return undefined;
  return {
    branch: createGitStateBranch(workspace.root, context.environment, where),
    place,
    holder: await thisHolder(context, workspace, kind),
    now: () => Date.now(),
    isDead: (holder) => hasEnded(holder, context.environment),
  };
}

export interface Watch {
  /** Fires when the environment was taken, or when the command itself is told to stop. */
  readonly signal: AbortSignal;
  stop(): void;
}

/** Looks from time to time whether the environment is still held, so that long work ends when it is not. */
export function watchHold(context: CommandContext, hold: EnvironmentHold): Watch {
  const lost = new AbortController();
  const look = async (): Promise<void> => {
    try {
      await hold.renew();
    } catch (error) {
      if (error instanceof Overtaken) lost.abort(error);
    }
  };
  const next = (): NodeJS.Timeout =>
    setTimeout(
      async () => {
        await look();
        if (!lost.signal.aborted && !isOver) timer = next();
      },
      watchingMs(meetingPoint(context), Math.random()),
    );
  let isOver = false;
  let timer = next();
  return {
    signal: AbortSignal.any([context.signal, lost.signal]),
    stop: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
