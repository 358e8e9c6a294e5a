import { resolve } from "node:path";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import { readRun } from "../../lifecycle/evidence/evidence.ts";
import { type RunFigures, readPastRuns } from "../../lifecycle/evidence/run-history.ts";
import { activeFreezes, freezeSentence } from "../../lifecycle/records/freezes.ts";
import { readAudit, runningEverywhere } from "../../lifecycle/records/read-audit.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { historyPath } from "../../prompts/layout.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { Repository } from "../../prompts/repository.ts";
import { formatDuration, formatScore } from "../../reporting/figures.ts";
import { renderStatusHtml } from "../../reporting/html/status-html.ts";
import { placeRows } from "../../reporting/place-rows.ts";
import type { HistoryLine } from "../../reporting/reported-run.ts";
import { type StatusInput, statusRows } from "../../reporting/status-rows.ts";
import { renderStatusTable, renderTaskStory } from "../../reporting/terminal/status-table.ts";
import { placeName } from "../deployment/deployment-place.ts";
import { readHistory } from "../evaluation/run-reports.ts";
import { namedTask } from "../evaluation/select-tasks.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import { openWorkspace } from "../frame/workspace.ts";

/** Says what runs where, or everything that led to one task's production version. */
export async function showStatus(context: CommandContext): Promise<CommandResult> {
  const { repository } = openWorkspace(context);
  const audit = readAudit(repository.files);
  const running = runningEverywhere(repository.registry, audit);
  const html = context.flags.text("html");
  const { config, registry } = repository;
  const configured = config.services.flatMap((service) =>
    service.environments.map((environment) => placeName({ service, environment })),
  );
  const input = { registry, audit, running, configured, scripts: scriptsHere(context.root) };
  if (html !== undefined) writePage(html, repository, input);
  const task = context.flags.text("task");
  const result = task === undefined ? overview(context, input) : story(context, repository, audit, task);
  return html === undefined ? result : { ...result, text: `${result.text}\npage: ${resolve(html)}` };
}

function writePage(path: string, repository: Repository, input: StatusInput): void {
  const history = new Map<string, readonly HistoryLine[]>(
    repository.index.tasks.map(({ address }) => [
      address.id,
      readHistory(repository.files, historyPath(address)),
    ]),
  );
  const page = renderStatusHtml({
    ...input,
    history,
    at: new Date().toISOString(),
  });
  storeFile(resolve(path), page);
}

function overview({ terminal }: CommandContext, input: StatusInput): CommandResult {
  const { audit, registry } = input;
  const freezes = activeFreezes(audit, new Date().toISOString());
  const { environments } = registry;
  const json = { tasks: statusRows(input), environments, places: placeRows(input), freezes };
  const frozen = freezes.map((freeze) => terminal.outPalette.warn(freezeSentence(freeze)));
  const text = [renderStatusTable(input, terminal.outPalette), ...frozen].join("\n");
  return { exit: EXIT.done, json: json as unknown as Json, text };
}

/** Commit, evaluation, verdict, promotion, release, deployment of what is live, and everything before it. */
function story(
  { terminal }: CommandContext,
  repository: Repository,
  audit: readonly AuditEntry[],
  id: string,
): CommandResult {
  const { address } = namedTask(repository, id);
  const registered = repository.registry.tasks[id];
  const evidence = registered?.production?.evidence;
  const runId = evidence?.kind === "run" ? evidence.run_id : undefined;
  const report = runId === undefined ? undefined : readRun(repository.files, address, runId)?.report;
  const measured =
    report ??
    readPastRuns(repository.files, address).findLast(
      ({ figures: { version } }) => version === registered?.production?.version,
    )?.figures;
  const own = audit.filter(
    (entry) =>
      entry.task === id || (entry.details?.["versions"] as Json | undefined)?.[id as never] !== undefined,
  );
  const json = {
    task: id,
    registry: registered ?? null,
    evidence: report ?? null,
    audit: own,
  } as unknown as Json;
  const head = measured === undefined ? "" : `${evidenceLine(measured, report !== undefined)}\n\n`;
  return { exit: EXIT.done, json, text: `${head}${renderTaskStory(id, audit, terminal.outPalette)}` };
}

/** The run that a version stands on; where a person or a rollback brought it, the last one in which it was measured. */
function evidenceLine(
  { run_id, commit, metric, score, threshold, verdict, model, latency_ms }: RunFigures,
  isCited: boolean,
): string {
  const at = commit === null ? "" : ` of commit ${commit.slice(0, 12)}`;
  const latency = `latency p50 ${formatDuration(latency_ms.p50)}, p95 ${formatDuration(latency_ms.p95)}`;
  return `${isCited ? "live on" : "last measured in"} ${run_id}${at}: ${metric} ${formatScore(score)} (threshold ${threshold}), ${verdict}, ${model.provider}/${model.name}, ${latency}`;
}
