import {
  changesOf,
  type FinishedRelease,
  finishedRelease,
  type VersionChange,
} from "../../deployment/releases/finished-release.ts";
import { readRun } from "../../lifecycle/evidence/evidence.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import type { ServiceConfig } from "../../prompts/config.ts";
import { readTask } from "../../prompts/task-files.ts";
import { launched } from "../../reporting/launched.ts";
import { type ReleasedChange, renderReleaseNotes } from "../../reporting/on-github/release-notes.ts";
import type { CommandContext } from "../frame/command.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import { openWorkspace, type Workspace } from "../frame/workspace.ts";
import { githubSettings } from "./open-code-host.ts";

/**
 * Makes the page of the release that the service of this GitHub environment (`<service>-<environment>`) has come to the end of its
 * way with. Returns a line for the log; undefined where there is no such release, or its tag is not on GitHub. A page that
 * stands is left as it is. Throws `HostRefused`.
 */
export async function publishRelease(context: CommandContext, place: string): Promise<string | undefined> {
  const workspace = openWorkspace(context);
  const { repository } = workspace;
  const service = repository.config.services.find(({ name, environments }) =>
    environments.some((environment) => `${name}-${environment.name}` === place),
  );
  const release =
    service === undefined
      ? undefined
      : finishedRelease(service, repository.registry, readAudit(repository.files));
  if (service === undefined || release === undefined) return undefined;
  const { createGithubReleases } = await import("../../lifecycle/adapters/github/github-releases.ts");
  const pages = createGithubReleases(githubSettings(context.environment));
  const tag = `release/${service.name}/${release.number}`;
  if (!(await pages.hasTag(tag))) return undefined;
  const known = await pages.addressOf(tag);
  if (known !== undefined) return `${tag} has its page already: ${known}`;
  return `${tag} is published: ${await pages.publish({ tag, ...notesOf(workspace, service, release) })}`;
}

function notesOf(workspace: Workspace, service: ServiceConfig, release: FinishedRelease) {
  const changes = changesOf(release).map((change) => releasedChange(workspace, change));
  const commands = release.environments.map(
    (environment) =>
      `npm run rollback -- --service ${service.name} --environment ${environment} --reason "WHY" --commit --push`,
  );
  return renderReleaseNotes(release, changes, launched(commands.join("\n"), scriptsHere(workspace.root)));
}

/** What production says is behind the version, as long as it is the one that answers. */
function releasedChange({ repository }: Workspace, change: VersionChange): ReleasedChange {
  const entry = repository.index.tasks.find(({ address }) => address.id === change.task);
  const production = repository.registry.tasks[change.task]?.production;
  if (entry === undefined || production === undefined || production.version !== change.to) return change;
  const { evidence } = production;
  const metadata = readTask(repository.files, entry, { examples: false }).metadata?.value;
  const report =
    evidence.kind === "run" ? readRun(repository.files, entry.address, evidence.run_id)?.report : undefined;
  const line =
    metadata === undefined || metadata.data === "personal"
      ? undefined
      : metadata.changelog?.find(({ version }) => version === change.to)?.change;
  return {
    ...change,
    evidence,
    ...(report === undefined ? {} : { report }),
    ...(line === undefined ? {} : { change: line }),
  };
}
