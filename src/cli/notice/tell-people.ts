import { createDiskOutbox } from "../../deployment/adapters/notices/disk-outbox.ts";
import type { Notice } from "../../deployment/notices/notice.ts";
import type { NoticeOutbox } from "../../deployment/notices/notice-outbox.ts";
import { isSameNotice } from "../../deployment/notices/shared-notices.ts";
import { type Telling, tellWaiting } from "../../deployment/notices/tell-waiting.ts";
import { maskSecrets } from "../../evaluation/mask-secrets.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { createDiskFiles } from "../../prompts/adapters/disk-files.ts";
import type { NotifyConfig, PipelineConfig } from "../../prompts/config.ts";
import { Failure } from "../../prompts/failure.ts";
import { readConfig } from "../../prompts/read-config.ts";
import { readRepository } from "../../prompts/repository.ts";
import { launched, launchedFixes } from "../../reporting/launched.ts";
import type { CommandContext } from "../frame/command.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import type { Workspace } from "../frame/workspace.ts";
import { openPlace, placeKey } from "./notice-places.ts";
import { sharesNotices, shareWaiting, takeShared } from "./share-notices.ts";

export interface TellingWish {
  /** The operation in the audit record that makes the notices true; absent where they are true already. */
  readonly recordedAs?: string;
  /** Places besides those of pipeline.config.yaml. */
  readonly also?: readonly NotifyConfig[];
  /** The one kind of place that is told. */
  readonly only?: NotifyConfig["to"];
}

/** Puts notices aside for every place that wants them. What goes wrong is said, and is no failure of the command. */
export async function keepNotices(
  context: CommandContext,
  { root, repository: { config } }: Workspace,
  notices: readonly Notice[],
  { recordedAs, also = [], only }: TellingWish = {},
): Promise<void> {
  const { environment, terminal } = context;
  const outbox = createDiskOutbox(root);
  const places = [...config.notify, ...also].filter(({ to }) => only === undefined || to === only);
  for (const notice of launchedFixes(notices, scriptsHere(root))) {
    const wanted = places.filter(({ on }) => on.includes(notice.event)).map(placeKey);
    for (const to of new Set(wanted)) {
      const waiting = { notice: withoutSecrets(notice, environment, config), to };
      try {
        outbox.put({ ...waiting, ...(recordedAs === undefined ? {} : { recordedAs }) });
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        terminal.insist(`"${notice.title}" will not be told to ${to}: ${error.message}`);
      }
    }
  }
  if (sharesNotices(context)) await shareWaiting(context, root, outbox);
}

/** Takes away what was put aside for an operation that came to nothing. */
export async function forgetNotices(
  context: CommandContext,
  { root }: Workspace,
  recordedAs: string,
): Promise<void> {
  const outbox = createDiskOutbox(root);
  const gone = outbox.waiting().filter((waiting) => waiting.recordedAs === recordedAs);
  for (const waiting of gone) outbox.drop(waiting);
  if (sharesNotices(context))
    await shareWaiting(
      context,
      root,
      outbox,
      gone.filter(({ isShared }) => isShared),
    );
}

/**
 * Tells all that waits, of earlier commands too, and with `--push` of those on other machines. Gives what was done; what could not be told
 * is said and waits on. `also` are places besides those of pipeline.config.yaml.
 */
export async function tellKept(
  context: CommandContext,
  root: string,
  also: readonly NotifyConfig[] = [],
): Promise<readonly Telling[]> {
  const outbox = createDiskOutbox(root);
  try {
    const isSharing = sharesNotices(context) && hasPlaces(root, also);
    if (isSharing) await takeShared(context, root, outbox);
    const before = outbox.waiting();
    if (before.length === 0) return [];
    const tellings = await tellFrom(context, root, outbox);
    const done = before.filter((waiting) => !outbox.waiting().some((one) => isSameNotice(one, waiting)));
    if (isSharing)
      await shareWaiting(
        context,
        root,
        outbox,
        done.filter(({ isShared }) => isShared),
      );
    return tellings;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const fix = launched(error.fix, scriptsHere(root));
    context.terminal.insist(`nobody was told: ${error.message}. ${fix}`);
    return [];
  }
}

/** Where nobody is to be told, origin need not be asked for it. */
function hasPlaces(root: string, also: readonly NotifyConfig[]): boolean {
  return also.length > 0 || readConfig(createDiskFiles(root)).notify.length > 0;
}

async function tellFrom(
  context: CommandContext,
  root: string,
  outbox: NoticeOutbox,
): Promise<readonly Telling[]> {
  const { config, files } = readRepository(createDiskFiles(root));
  const recorded = new Set(readAudit(files).map(({ operation }) => operation));
  const tellings = await tellWaiting({
    outbox,
    open: (to) => openPlace(context.environment, config, to),
    isRecorded: (operation) => recorded.has(operation),
  });
  for (const telling of tellings) say(context, telling);
  return tellings;
}

const KEPT = "It is kept; the next command, or `npm run reconcile -- --fix`, tells it.";

function say({ terminal, root }: CommandContext, { kind, said }: Telling): void {
  if (kind === "told") terminal.say(said);
  else terminal.insist(kind === "waiting" ? `${said} ${launched(KEPT, scriptsHere(root))}` : said);
}

/** Runs a command's work, then tells what has to be told by now, however the work ended. */
export async function thenTell<T>(context: CommandContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    if (!context.isDryRun && !context.signal.aborted) await tellKept(context, context.root);
  }
}

/** No key of the configuration stands in a reason, whoever put it there. */
function withoutSecrets(notice: Notice, environment: NodeJS.ProcessEnv, config: PipelineConfig): Notice {
  const names = [
    ...Object.values(config.providers).flatMap(({ key_env }) => key_env ?? []),
    ...config.notify.flatMap(({ url_env, secret_env }) => [url_env ?? [], secret_env ?? []].flat()),
    "GITHUB_TOKEN",
    "PIPELINE_GIT_TOKEN",
  ];
  const secrets = names.flatMap((name) => environment[name] ?? []);
  return { ...notice, reasons: notice.reasons.map((reason) => maskSecrets(reason, secrets)) };
}
