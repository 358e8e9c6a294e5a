import { type Bisection, bisect } from "../../lifecycle/bisect.ts";
import { changeLine } from "../../lifecycle/plans/change-line.ts";
import { originOf } from "../../lifecycle/plans/version-origin.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import type { Example } from "../../prompts/examples/example.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { nearestName } from "../../prompts/nearest-name.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { PromptVersion } from "../../prompts/records/production-prompt.ts";
import { WITHHELD } from "../../reporting/example-rows.ts";
import {
  type BisectionReport,
  type BlamedVersion,
  type JudgedVersion,
  renderBisection,
} from "../../reporting/terminal/bisection-text.ts";
import { judgeSetup } from "../evaluation/asking/judging.ts";
import { createProviders } from "../evaluation/asking/providers.ts";
import { type ReadyTask, readReadyTasks } from "../evaluation/ready-task.ts";
import { namedTask } from "../evaluation/select-tasks.ts";
import { versionAnswer } from "../evaluation/version-answer.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { openWorkspace, type Workspace } from "../frame/workspace.ts";
import { recordedVersion } from "../promotion/recorded-version.ts";

const COMMAND = { name: "bisect" };
const CONNECTIONS = 4;

/** Finds the version with which the named example's answer broke. Throws `Failure`. */
export async function bisectVersions(context: CommandContext): Promise<CommandResult> {
  const [task, id] = [context.flags.text("task"), context.flags.text("example")];
  if (task === undefined) throw usage(COMMAND, "no task is named", "Give --task TASK.");
  if (id === undefined) throw usage(COMMAND, "no example is named", "Give --example ID.");
  const workspace = openWorkspace(context);
  const [ready] = readReadyTasks(workspace.repository, [namedTask(workspace.repository, task)]);
  if (ready === undefined) throw new TypeError(`no task ${task}`);
  const report = await search(context, workspace, ready, namedExample(ready, id));
  return {
    exit: report.found ? EXIT.done : EXIT.unclear,
    json: report as unknown as Json,
    text: renderBisection(report, context.terminal.outPalette),
  };
}

function namedExample({ metadata, examples }: ReadyTask, id: string): Example {
  const example = examples.find((each) => each.id === id);
  if (example !== undefined) return example;
  const near = nearestName(
    id,
    examples.map((each) => each.id),
  );
  throw new Failure(`${metadata.task} has no example "${id}"; nothing was asked`, {
    exit: EXIT.invalidContent,
    fix: near === undefined ? "Name one of its examples." : `Did you mean "${near}"?`,
  });
}

async function search(
  context: CommandContext,
  workspace: Workspace,
  ready: ReadyTask,
  example: Example,
): Promise<BisectionReport> {
  const versions = selectedVersions(context, workspace, ready);
  const { config } = workspace.repository;
  const { environment, signal, terminal } = context;
  const providerOf = createProviders({ config, environment, concurrency: CONNECTIONS });
  const judges = judgeSetup(workspace.repository, ready.metadata, [example], {
    config,
    environment,
    concurrency: CONNECTIONS,
  });
  const judged = new Map<number, JudgedVersion>();
  const bisection = await bisect(versions.length, async (at) => {
    const prompt = versions[at];
    if (prompt === undefined) throw new RangeError(`no version at ${at}`);
    terminal.progress(`${ready.metadata.task} ${prompt.version}`);
    const { status, runId, ...said } = await versionAnswer(workspace, {
      ready,
      example,
      prompt,
      signal,
      providerOf,
      ...(judges === undefined ? {} : { judges }),
    });
    const shown = ready.metadata.data === "personal" ? { answer: WITHHELD, why: WITHHELD } : said;
    judged.set(at, { version: prompt.version, status, ...shown, run_id: runId ?? null });
    return status;
  });
  return reportOf(workspace, ready, { example, versions, judged, bisection });
}

function selectedVersions(
  { flags }: CommandContext,
  { repository }: Workspace,
  { task, metadata }: ReadyTask,
): readonly PromptVersion[] {
  const all = repository.registry.tasks[metadata.task]?.versions.map(({ version }) => version) ?? [];
  const place = (name: "from" | "to", otherwise: number): number => {
    const version = flags.text(name);
    if (version === undefined) return otherwise;
    recordedVersion(repository, task.entry.address, version);
    return all.indexOf(version);
  };
  const [from, to] = [place("from", 0), place("to", all.length - 1)];
  const selected = all.slice(from, to + 1);
  if (selected.length > 0)
    return selected.map((version) => recordedVersion(repository, task.entry.address, version));
  throw new Failure(
    all.length === 0
      ? `nothing of ${metadata.task} was promoted yet; nothing was asked`
      : "--from is newer than --to; nothing was asked",
    { exit: EXIT.usage, fix: all.length === 0 ? "Promote it first." : "Give the older version as --from." },
  );
}

interface Found {
  readonly example: Example;
  readonly versions: readonly PromptVersion[];
  readonly judged: ReadonlyMap<number, JudgedVersion>;
  readonly bisection: Bisection;
}

async function reportOf(workspace: Workspace, ready: ReadyTask, found: Found): Promise<BisectionReport> {
  const { bisection, judged, versions } = found;
  const blame = (at: number): Promise<BlamedVersion> => blamed(workspace, ready, found, at);
  const isFound = bisection.kind === "found";
  return {
    task: ready.metadata.task,
    example: found.example.id,
    found: isFound,
    conclusion: conclusionOf(found.example.id, bisection, (at) => versions[at]?.version ?? ""),
    first_bad: isFound ? await blame(bisection.bad) : null,
    last_good: isFound ? await blame(bisection.good) : null,
    judged: [...judged].sort(([a], [b]) => a - b).map(([, one]) => one),
  };
}

function conclusionOf(example: string, bisection: Bisection, nameOf: (at: number) => string): string {
  switch (bisection.kind) {
    case "found":
      return `${example} broke with version ${nameOf(bisection.bad)}; ${nameOf(bisection.good)} still passes`;
    case "never_passed":
      return `${example} fails with the oldest version ${nameOf(0)} already: no version broke it`;
    case "not_broken":
      return `${example} passes with the newest version: nothing is broken`;
    case "end_unknown":
      return `version ${nameOf(bisection.at)} could not be judged, so that there is nothing to search between`;
    case "gap":
      return `${example} broke after ${nameOf(bisection.good)} and no later than ${nameOf(bisection.bad)}; no version between them could be judged`;
  }
}

async function blamed(
  { repository, git }: Workspace,
  { metadata }: ReadyTask,
  { versions, judged }: Found,
  at: number,
): Promise<BlamedVersion> {
  const [prompt, one] = [versions[at], judged.get(at)];
  if (prompt === undefined || one === undefined) throw new RangeError(`version ${at} was not judged`);
  const origin = originOf(readAudit(repository.files), metadata.task, prompt.version);
  const logged = metadata.changelog?.find(({ version }) => version === prompt.version)?.change;
  const isKnown = origin !== undefined && (await git.head()) !== undefined;
  return {
    ...one,
    commit: isKnown ? ((await git.commitOf(origin.operation)) ?? null) : null,
    at: origin?.at ?? null,
    by: origin?.actor ?? null,
    change: logged ?? changeLine(versions[at - 1], prompt),
  };
}
