import { branchNeeds } from "../../adoption/github/branch-needs.ts";
import { environmentNeeds } from "../../adoption/github/environment-needs.ts";
import type { HostSettings } from "../../adoption/github/host-settings.ts";
import type { Need } from "../../adoption/github/need.ts";
import { type HostRequests, readHostSettings } from "../../adoption/github/read-host-settings.ts";
import { repositoryNeeds } from "../../adoption/github/repository-needs.ts";
import type { WantedSettings } from "../../adoption/github/wanted-settings.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import type { Json } from "../../prompts/reading/json.ts";
import { launched, launchedFixes } from "../../reporting/launched.ts";
import { countFindings, renderFindings } from "../../reporting/terminal/finding-list.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import { openWorkspace } from "../frame/workspace.ts";
import { awsAnswer } from "./aws-subjects.ts";
import { githubPlace, openHostRequests } from "./github-place.ts";
import { readWanted } from "./wanted-on-github.ts";

/** Says what a repository lacks on GitHub; without `--check` it sends the requests that mend it. Throws `Failure`. */
export async function setUpGithub(context: CommandContext): Promise<CommandResult> {
  const { repository } = openWorkspace(context);
  const place = await githubPlace(context);
  const requests = await openHostRequests(context, place);
  const host = await readHostSettings(requests, place);
  const wanted = await readWanted(context, repository, requests);
  if (context.flags.isOn("aws")) return awsAnswer(repository.config, host, wanted);
  const needs = needsOf(host, wanted);
  if (context.flags.isOn("check") || context.isDryRun) return told(context, place, needs);
  const changed = await mend(context, requests, needs);
  const after = changed === 0 ? needs : needsOf(await readHostSettings(requests, place), wanted);
  return told(context, place, after, changed);
}

const needsOf = (host: HostSettings, wanted: WantedSettings): readonly Need[] => [
  ...repositoryNeeds(host, wanted),
  ...environmentNeeds(host, wanted),
  ...branchNeeds(host, wanted),
];

/** One request after the other, each told when it is done; returns how many. A refusal ends it, and a second run goes on. */
async function mend(
  { terminal }: CommandContext,
  requests: HostRequests,
  needs: readonly Need[],
): Promise<number> {
  let done = 0;
  for (const need of needs)
    for (const { method, path, body } of need.requests) {
      await requests.request(method, path, body);
      terminal.say(`${need.name}: ${method} ${path}`);
      done += 1;
    }
  return done;
}

function planOf(mendable: number, isDryRun: boolean, changed: number): string {
  if (isDryRun) return `\nWithout --dry-run ${mendable} of these would be mended; the rest needs a person.`;
  if (changed > 0) return `\n${changed} requests were sent; what is left needs a person.`;
  return mendable === 0 ? "" : `\n${mendable} of these at once: npm run setup-github`;
}

function told(
  { root, terminal, isDryRun }: CommandContext,
  repository: string,
  found: readonly Need[],
  changed = 0,
): CommandResult {
  const scripts = scriptsHere(root);
  const needs = launchedFixes(found, scripts);
  const counts = countFindings(needs);
  const mendable = needs.filter(({ requests }) => requests.length > 0).length;
  const plan = launched(planOf(mendable, isDryRun, changed), scripts);
  const json = { repository, ok: counts.fail === 0, dry_run: isDryRun, changed, needs, counts };
  return {
    exit: counts.fail === 0 || isDryRun ? EXIT.done : EXIT.usage,
    json: json as unknown as Json,
    text: `${repository} on GitHub\n\n${renderFindings(needs, terminal.outPalette)}${plan}`,
  };
}
