import { join } from "node:path";
import { createLocalTarget } from "../../../deployment/adapters/local-target.ts";
import {
  createRepositoryRecord,
  type RepositoryRecord,
} from "../../../deployment/adapters/repository-record.ts";
import { matchTasks } from "../../../deployment/adapters/task-globs.ts";
import { noticingRecord } from "../../../deployment/notices/noticing-record.ts";
import { outcomeNotices } from "../../../deployment/notices/outcome-notices.ts";
import { type AssembledRelease, assembleRelease } from "../../../deployment/releases/assemble-release.ts";
import { findLockedFiles } from "../../../deployment/releases/locked-files.ts";
import { answeringPrompts } from "../../../deployment/targets/answering-prompts.ts";
import type { OpenedTarget } from "../../../deployment/targets/opened-target.ts";
import { systemPace } from "../../../evaluation/adapters/system-pace.ts";
import { highestRelease, readAudit } from "../../../lifecycle/records/read-audit.ts";
import { createDiskFiles } from "../../../prompts/adapters/disk-files.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import { SCRATCH_FOLDER } from "../../../prompts/layout.ts";
import type { Release } from "../../../prompts/records/release.ts";
import { readRepository } from "../../../prompts/repository.ts";
import type { CommandContext } from "../../frame/command.ts";
import { gitWishes } from "../../frame/git-wishes.ts";
import { launcherPath } from "../../frame/launcher-path.ts";
import type { Workspace } from "../../frame/workspace.ts";
import { forgetNotices, keepNotices } from "../../notice/tell-people.ts";
import type { DeploymentPlace } from "../deployment-place.ts";

/** What production is now, as a release of the service. Throws `Failure` with exit 3 where locked files are not what was promoted. */
export function productionRelease(
  workspace: Workspace,
  { service }: DeploymentPlace,
  commit: string,
): AssembledRelease {
  const { registry, files } = workspace.repository;
  const isServed = matchTasks(service.tasks);
  const assembled = assembleRelease({
    service: service.name,
    isServed,
    registry,
    files: findLockedFiles(files),
    commit,
    highest: highestRelease(readAudit(files), service.name),
  });
  if (assembled.problems.length === 0) return assembled;
  throw new Failure("production files are not what was promoted; nothing was deployed", {
    exit: EXIT.invalidContent,
    fix: "Run `npm run validate` and put the promoted bytes back.",
    problems: assembled.problems,
  });
}

/** The environment's target. `assembled` gives the files of the release that is being deployed. */
export async function openTarget(
  context: CommandContext,
  root: string,
  place: DeploymentPlace,
  assembled?: AssembledRelease,
): Promise<OpenedTarget> {
  switch (place.environment.target) {
    case "local":
      return openLocalTarget(context, root, place, assembled);
    case "ecs":
      return (await import("./open-ecs-target.ts")).openEcsTarget(context, root, place, assembled);
  }
}

/** The service as a process on this machine. */
export function openLocalTarget(
  { environment: variables }: Pick<CommandContext, "environment">,
  root: string,
  { service, environment }: DeploymentPlace,
  assembled?: AssembledRelease,
): OpenedTarget {
  return createLocalTarget({
    folder: join(root, SCRATCH_FOLDER, "deployments", service.name, environment.name),
    command: ({ releaseFolder, readyFile }) => [
      process.execPath,
      launcherPath(),
      "serve",
      ...["--root", root, "--release", releaseFolder, "--port", "0", "--ready-file", readyFile, "--quiet"],
      ...stopWith(variables[STOP_WITH]),
    ],
    environment: variables,
    contents: (release) => (release.image === assembled?.release.image ? assembled.files : undefined),
    pace: systemPace,
  });
}

/** Names a process whose end ends deployed services too: a tour that is killed leaves nothing running. */
export const STOP_WITH = "PIPELINE_STOP_WITH";

const stopWith = (pid: string | undefined): readonly string[] =>
  pid === undefined ? [] : ["--stop-with", pid];

/** The record that writes registry, audit and git; `releases` are those whose content is known. */
export function openRecord(
  context: CommandContext,
  workspace: Workspace,
  releases: () => readonly Release[],
): RepositoryRecord {
  const record = createRepositoryRecord({
    root: workspace.root,
    repository: () => readRepository(createDiskFiles(workspace.root)),
    store: workspace.store,
    git: workspace.git,
    acting: workspace.acting,
    ...gitWishes(context, workspace),
    versionsOf: ({ state }) => {
      const release = releases().find(({ image }) => image === state.image);
      const answering = release === undefined ? {} : answeringPrompts(release, state.pins);
      return Object.fromEntries(Object.entries(answering).map(([task, { version }]) => [task, version]));
    },
  });
  return noticingRecord(record, {
    noticesOf: (outcome) =>
      outcomeNotices(outcome, readAudit(createDiskFiles(workspace.root)), new Date().toISOString()),
    keep: (notices, recordedAs) => keepNotices(context, workspace, notices, { recordedAs }),
    forget: (recordedAs) => forgetNotices(context, workspace, recordedAs),
  });
}
