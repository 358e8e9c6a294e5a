import { HostRefused } from "../../lifecycle/code-host.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { CommandContext, Flags } from "../frame/command.ts";
import { openCodeHost } from "../on-github/open-code-host.ts";

/** Rules under which a branch takes no commit that is pushed to it. https://docs.github.com/en/rest/repos/rules */
const CLOSING = new Set([
  ...["pull_request", "update", "required_status_checks", "merge_queue"],
  ...["required_signatures", "required_deployments", "workflows"],
]);

const FIX =
  "Let an app push: `npm run setup-github -- --check` says what it lacks, docs/adoption.md how to make one.";

type PushingContext = Pick<CommandContext, "environment" | "isDryRun"> & {
  readonly flags: Pick<Flags, "isOn">;
  readonly terminal: Pick<CommandContext["terminal"], "insist">;
};

/**
 * Looks, before anything is begun, whether main's rules let this job's token record there what it deploys. Throws `Failure` with exit 8
 * where they do not and the token is the workflow's own; of another token it is only said, since GitHub's answer about apps is not relied
 * on, and so is an older protection whose rules are hidden. Where nobody can be asked nothing is known: the push itself finds it.
 */
export async function requireOpenMain(
  { environment, flags, isDryRun, terminal }: PushingContext,
  main: string,
): Promise<void> {
  const token = environment["PIPELINE_GIT_TOKEN"];
  if (isDryRun || !flags.isOn("push") || !token || !environment["GITHUB_REPOSITORY"]) return;
  const { closing, isHidden } = await closedBy({ ...environment, GITHUB_TOKEN: token }, main);
  if (isHidden)
    terminal.insist(
      `${main} has the older branch protection, whose rules GitHub shows to administrators alone: this deployment may not be recorded there. ${FIX}`,
    );
  if (closing.length === 0) return;
  const found = `${main} is protected (${closing.join(", ")}), and the token that pushes does not pass`;
  if (token !== environment["GITHUB_TOKEN"])
    return terminal.insist(`GitHub says that ${found}: this deployment may not be recorded there. ${FIX}`);
  throw new Failure(`${found}; nothing was deployed`, { exit: EXIT.notStored, fix: FIX });
}

interface Closed {
  /** What stands against the token, in GitHub's words. */
  readonly closing: readonly string[];
  readonly isHidden: boolean;
}

async function closedBy(environment: NodeJS.ProcessEnv, branch: string): Promise<Closed> {
  const host = await openCodeHost(environment);
  const rules = await unlessRefused(host.rulesAgainst(branch), []);
  const closing = rules.filter((type) => CLOSING.has(type));
  if (closing.length > 0) return { closing, isHidden: false };
  const { isOn, checks } = await unlessRefused(host.olderProtection(branch), { isOn: false, checks: [] });
  if (checks.length === 0) return { closing, isHidden: isOn };
  return { closing: [`required checks: ${checks.join(", ")}`], isHidden: false };
}

async function unlessRefused<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HostRefused) return otherwise;
    throw error;
  }
}
