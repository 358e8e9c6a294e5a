import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import type { Git } from "../../lifecycle/git.ts";
import type { GitWishes } from "../../lifecycle/git-step.ts";
import { applyOnNewest } from "../../lifecycle/plans/apply-on-newest.ts";
import { applyPlan } from "../../lifecycle/plans/apply-plan.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { type Acting, stateChanges } from "../../lifecycle/records/state-changes.ts";
import { treeText } from "../../lifecycle/tree-text.ts";
import type { WriteStore } from "../../lifecycle/write-store.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import { SCRATCH_FOLDER } from "../../prompts/layout.ts";
import type { Repository } from "../../prompts/repository.ts";
import type {
  DeploymentIntent,
  DeploymentOutcome,
  DeploymentRecord,
  DeploymentStep,
  OpenedOperation,
} from "../records/deployment-record.ts";
import { planAbandonment, planCommitOfAbandonment } from "../records/plan-abandonment.ts";
import { type ClosingWishes, planClosing } from "../records/plan-closing.ts";
import { planRetraction } from "../records/plan-retraction.ts";

export interface RecordOptions extends ClosingWishes {
  readonly root: string;
  /** The repository as it is on disk at that moment. */
  readonly repository: () => Repository;
  readonly store: WriteStore;
  readonly git: Git;
  readonly acting: () => Promise<Acting>;
}

/** A record that can also give up an operation that nobody will finish. */
export interface RepositoryRecord extends DeploymentRecord {
  /** Takes over what another machine began, unless it is known here or was closed. */
  adopt(opened: OpenedOperation): void;
  /** Closes what was begun without an outcome: the audit record says why, and a second run plans anew. What follows commits it. */
  abandon(opened: OpenedOperation, why: string): Promise<void>;
  /** Brings what was abandoned to git, where nothing that followed did. */
  commitAbandoned(opened: OpenedOperation, why: string): Promise<void>;
  /** Closes what was begun without an outcome, and brings that to git at once. */
  giveUp(opened: OpenedOperation, why: string): Promise<void>;
  /**
   * Leaves an operation to whoever took its environment at origin: the intent that was written here is taken back, so that the checkout
   * is clean, and main's newest commits are brought in. Nothing happens where its end is on record here.
   */
  leave(intent: DeploymentIntent): Promise<void>;
}

const NOT_COMMITTED: GitWishes = { commit: false, tag: false };

/**
 * Deployments recorded in the repository: intent and outcome in the audit record and the registry, the steps between in
 * `.pipeline/operations/`. The outcome's files and commit happen whole or not at all. No other command writes while one of
 * these is written, and others may in between.
 */
export function createRepositoryRecord(options: RecordOptions): RepositoryRecord {
  const folder = join(options.root, SCRATCH_FOLDER, "operations");
  const fileOf = (operation: string): string => join(folder, `${operation}.json`);
  const { exclusively } = options.store;
  /** Their ends are in git by then. Until it is, the file says whose lines stand uncommitted in the records. */
  const forgetClosed = (): void => {
    const repository = options.repository();
    for (const { intent } of readOperations(folder))
      if (isClosed(repository, intent.operation)) rmSync(fileOf(intent.operation), { force: true });
  };
  return {
    adopt: (opened) => {
      const path = fileOf(opened.intent.operation);
      const isKnown = existsSync(path) || isClosed(options.repository(), opened.intent.operation);
      if (!isKnown) storeFile(path, JSON.stringify(opened));
    },
    unfinished: async (service, environment) =>
      unfinishedOperation(folder, options.repository(), service, environment),
    intent: async (intent) => {
      const opened = readOperation(fileOf(intent.operation)) ?? { intent, steps: [] };
      storeFile(fileOf(intent.operation), JSON.stringify(opened));
      await exclusively(() => writeIntent(options, opened.intent));
      return opened;
    },
    advance: async (operation, step) => {
      const opened = readOperation(fileOf(operation));
      if (opened === undefined) throw new TypeError(`operation ${operation} was not opened`);
      storeFile(fileOf(operation), JSON.stringify({ ...opened, steps: [...opened.steps, step] }));
    },
    close: async (outcome) => {
      await exclusively(() => writeOutcome(options, outcome));
      forgetClosed();
    },
    abandon: ({ intent }, why) => exclusively(() => writeAbandonment(options, intent, why, NOT_COMMITTED)),
    commitAbandoned: async ({ intent }, why) => {
      await exclusively(() => commitAbandonment(options, folder, intent, why));
      forgetClosed();
    },
    giveUp: async ({ intent }, why) => {
      await exclusively(() => writeAbandonment(options, intent, why, options));
      forgetClosed();
    },
    leave: async (intent) => {
      await exclusively(() => leaveOperation(options, intent));
      forgetClosed();
    },
  };
}

async function leaveOperation(options: RecordOptions, intent: DeploymentIntent): Promise<void> {
  const repository = options.repository();
  if (isClosed(repository, intent.operation)) return;
  const plan = planRetraction(repository, readAudit(repository.files), intent);
  if (plan !== undefined) await applyPlan(plan, options.store, options.git);
  if (options.pushTo !== undefined) await options.git.update(options.pushTo);
}

function readOperation(path: string): OpenedOperation | undefined {
  if (!existsSync(path)) return undefined;
  const { intent, steps } = JSON.parse(readFileSync(path, "utf8")) as {
    readonly intent: DeploymentIntent;
    readonly steps: readonly DeploymentStep[];
  };
  return { intent, steps };
}

/** An operation whose outcome was recorded is finished, even where its file was left behind. */
function unfinishedOperation(
  folder: string,
  repository: Repository,
  service: string,
  environment: string,
): OpenedOperation | undefined {
  const own = openOperations(folder, repository).filter(
    ({ intent }) => intent.service === service && intent.environment === environment,
  );
  return own.sort((a, b) => b.intent.generation - a.intent.generation)[0];
}

const openOperations = (folder: string, repository: Repository): readonly OpenedOperation[] =>
  readOperations(folder).filter(({ intent }) => !isClosed(repository, intent.operation));

function readOperations(folder: string): readonly OpenedOperation[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  return names.flatMap((name) => readOperation(join(folder, name)) ?? []);
}

function isClosed(repository: Repository, operation: string): boolean {
  return readAudit(repository.files).some((entry) => entry.operation === `${operation}-close`);
}

async function writeIntent(options: RecordOptions, intent: DeploymentIntent): Promise<void> {
  const repository = options.repository();
  if (readAudit(repository.files).some(({ operation }) => operation === intent.operation)) return;
  const key = `${intent.service}/${intent.environment}`;
  const before = repository.registry.environments[key];
  refuseOvertaken(key, before?.generation ?? 0, intent.generation);
  const action = intent.kind === "rollback" ? "rollback" : "deploy";
  const { service, environment, from, to, reason, asked } = intent;
  const changes = stateChanges(treeText(repository.files), intent.operation, {
    acting: await options.acting(),
    registry: before === undefined ? {} : { environments: { [key]: { ...before, status: "deploying" } } },
    audit: [
      {
        phase: "intent",
        action,
        service,
        environment,
        ...(from === undefined ? {} : { from: `release ${from.release}` }),
        to: `release ${to.release}`,
        ...(reason === undefined ? {} : { reason }),
        details: {
          ...{ generation: intent.generation, image: to.image, pins: to.pins },
          ...(asked === undefined ? {} : { asked: { ...asked } }),
        },
      },
    ],
  });
  const plan = { operation: `${intent.operation}-intent`, summary: `beginning ${action} on ${key}`, changes };
  await applyPlan(plan, options.store, options.git);
}

async function writeOutcome(options: RecordOptions, outcome: DeploymentOutcome): Promise<void> {
  const acting = await options.acting();
  const planned = async (): Promise<{ readonly write?: WritePlan }> => {
    const repository = options.repository();
    if (isClosed(repository, outcome.operation)) return {};
    const key = `${outcome.service}/${outcome.environment}`;
    refuseOvertaken(key, repository.registry.environments[key]?.generation ?? 0, outcome.state.generation);
    return { write: planClosing(repository, outcome, acting, options) };
  };
  await applyOnNewest(planned, options.store, options.git);
}

async function writeAbandonment(
  options: RecordOptions,
  intent: DeploymentIntent,
  why: string,
  wishes: GitWishes,
): Promise<void> {
  const acting = await options.acting();
  const planned = async (): Promise<{ readonly write?: WritePlan }> => {
    const repository = options.repository();
    if (isClosed(repository, intent.operation)) return {};
    return { write: planAbandonment(repository, intent, why, { acting, wishes }) };
  };
  await applyOnNewest(planned, options.store, options.git);
}

/** What is begun and not ended would be committed half: its own end commits the records, these lines with them. */
async function commitAbandonment(
  options: RecordOptions,
  folder: string,
  intent: DeploymentIntent,
  why: string,
): Promise<void> {
  const write = planCommitOfAbandonment(intent, why, options);
  if (write.git === undefined || openOperations(folder, options.repository()).length > 0) return;
  const dirty = await options.git.dirtyPaths();
  if (!write.git.alsoCommit?.some((path) => dirty.includes(path))) return;
  await applyOnNewest(async () => ({ write }), options.store, options.git);
}

function refuseOvertaken(key: string, recorded: number, wanted: number): void {
  if (recorded < wanted) return;
  throw new Failure(
    `${key} is at generation ${recorded} already: somebody else changed it; nothing more was done`,
    {
      exit: EXIT.conflict,
      fix: "Look at `npm run status`, then run the command again.",
    },
  );
}
