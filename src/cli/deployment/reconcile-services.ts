import { AwsFailure } from "../../deployment/ecs/aws-failure.ts";
import { reconcileService, type SeenService } from "../../deployment/reconcile-service.ts";
import { broughtBack } from "../../deployment/rolling-back/brought-back.ts";
import type { OpenedTarget } from "../../deployment/targets/opened-target.ts";
import { type Difference, lasting } from "../../lifecycle/reconciling/difference.ts";
import { recordedEnvironments } from "../../lifecycle/records/recorded-environments.ts";
import type { PipelineConfig } from "../../prompts/config.ts";
import { EXIT, type ExitCode } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { CONFIG_FILE } from "../../prompts/layout.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { RegistryEnvironment } from "../../prompts/records/registry.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { CommandContext } from "../frame/command.ts";
import type { Workspace } from "../frame/workspace.ts";
import { type DeploymentPlace, placeName } from "./deployment-place.ts";
import { lookAtEnvironment } from "./holding/hold-environment.ts";
import { openTarget } from "./targets/deployment-wiring.ts";

/** An environment, and what differs there. */
export interface ReconciledPlace {
  readonly place: DeploymentPlace;
  readonly differences: readonly Difference[];
  readonly notLookedAt?: NotLookedAt;
}

/** Why nothing is known of what runs there. */
export interface NotLookedAt {
  readonly why: string;
  /** What to do, one sentence. */
  readonly fix: string;
  /** 0 where nothing was to be asked, or somebody is at work there. */
  readonly exit: ExitCode;
}

/** What runs against what is on record, every environment that the flags choose. One that cannot be asked is named, never left out. */
export async function reconcileServices(
  context: CommandContext,
  workspace: Workspace,
  audit: readonly AuditEntry[],
): Promise<readonly ReconciledPlace[]> {
  const recorded = recordedEnvironments(audit);
  const reconciled: ReconciledPlace[] = [];
  for (const place of placesToLookAt(context, workspace.repository.config))
    reconciled.push(await reconcilePlace(context, workspace, place, { audit, recorded }));
  return reconciled;
}

interface Recorded {
  readonly audit: readonly AuditEntry[];
  readonly recorded: ReadonlyMap<string, RegistryEnvironment>;
}

async function reconcilePlace(
  context: CommandContext,
  workspace: Workspace,
  place: DeploymentPlace,
  { audit, recorded }: Recorded,
): Promise<ReconciledPlace> {
  const name = placeName(place);
  const record = recorded.get(name);
  if (place.environment.target !== "local" && record === undefined)
    return { place, differences: [], notLookedAt: NEVER_DEPLOYED };
  const { notLookedAt, stranger, ...seen } = await see(context, workspace, place);
  if (stranger !== undefined) return { place, differences: [strangerThere(name, stranger)] };
  const doing = whoseDoing(workspace.repository, audit, place, seen, record);
  const differences =
    notLookedAt?.exit === EXIT.done ? [] : reconcileService(name, { ...seen, ...doing }, record);
  const unseen = notLookedAt ?? (seen.running === undefined ? nothingHere(record, differences) : undefined);
  return { place, differences, ...(unseen === undefined ? {} : { notLookedAt: unseen }) };
}

function nothingHere(
  record: RegistryEnvironment | undefined,
  differences: readonly Difference[],
): NotLookedAt | undefined {
  if (differences.length > 0) return undefined;
  return record === undefined ? NEVER_DEPLOYED : ELSEWHERE;
}

const NEVER_DEPLOYED: NotLookedAt = {
  why: "nothing was ever deployed there",
  fix: "`npm run deploy` does it.",
  exit: EXIT.done,
};

const ELSEWHERE: NotLookedAt = {
  why: "it does not run on this machine",
  fix: "Ask on the machine that runs it.",
  exit: EXIT.done,
};

/** Whether what runs is an earlier deployment of ours that somebody put back. */
function whoseDoing(
  { registry }: Repository,
  audit: readonly AuditEntry[],
  { service, environment }: DeploymentPlace,
  { running }: SeenService,
  record: RegistryEnvironment | undefined,
): Pick<SeenService, "broughtBack"> {
  if (running === undefined || record === undefined) return {};
  const place = { service: service.name, environment: environment.name };
  return { broughtBack: broughtBack(audit, registry, place, running, record) };
}

/** Those that the flags name, or all. Throws `Failure` with exit 2 where they name none. */
function placesToLookAt({ flags }: CommandContext, { services }: PipelineConfig): readonly DeploymentPlace[] {
  const [service, environment] = [flags.text("service"), flags.text("environment")];
  const all = services.flatMap((one) =>
    one.environments.map((each) => ({ service: one, environment: each })),
  );
  const named = all.filter(
    (place) =>
      (service === undefined || place.service.name === service) &&
      (environment === undefined || place.environment.name === environment),
  );
  if (named.length > 0 || (service ?? environment) === undefined) return named;
  throw new Failure(`${CONFIG_FILE} has no ${service ?? "*"}/${environment ?? "*"}; nothing was done`, {
    exit: EXIT.usage,
    fix: `Known: ${all.map(placeName).join(", ") || "none"}.`,
  });
}

function strangerThere(where: string, name: string): Difference {
  const found = `${name} has the service, which this pipeline did not deploy`;
  return lasting({ kind: "service", where, found }, "docs/deployment.md says how to accept it.");
}

interface Seen extends SeenService {
  readonly notLookedAt?: NotLookedAt;
  readonly stranger?: string;
}

async function see(context: CommandContext, workspace: Workspace, place: DeploymentPlace): Promise<Seen> {
  const name = placeName(place);
  const agreed = await lookAtEnvironment(context, workspace, name);
  if (agreed.kind === "at_work") {
    const fix = "Ask again when it has ended.";
    return { notLookedAt: { why: `the ${agreed.who} is at work there`, fix, exit: EXIT.done } };
  }
  const begun = agreed.kind === "unfinished" ? { begun: agreed.generation } : {};
  try {
    return { ...begun, ...(await ask(await openTarget(context, workspace.root, place))) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...begun, notLookedAt: unasked(error) };
  }
}

/** Credentials are for whoever asks to mend, where nothing was begun that could go on. */
function unasked(error: Failure): NotLookedAt {
  const isCredentials =
    error.exit === EXIT.usage || (error instanceof AwsFailure && /Expired/.test(error.code));
  return { why: error.message, fix: error.fix, exit: isCredentials ? EXIT.usage : EXIT.unhealthy };
}

async function ask(target: OpenedTarget): Promise<Seen> {
  const { deployment: running, stranger } = await target.observe();
  if (stranger !== undefined) return { stranger };
  if (running === undefined) return { isEverywhere: target.kind === "ecs" };
  const live = await target.verify(running.id);
  return { running, ...(live === undefined ? {} : { live }), imageDrift: await target.imageDrift?.() };
}
