import { resolve } from "node:path";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import { readRun } from "../../lifecycle/evidence/evidence.ts";
import { activeFreezes, freezeSentence } from "../../lifecycle/records/freezes.ts";
import { readAudit, runningEverywhere } from "../../lifecycle/records/read-audit.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { historyPath } from "../../prompts/layout.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { Repository } from "../../prompts/repository.ts";
import { formatDuration } from "../../reporting/figures.ts";
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
  const head = report === undefined ? "" : `${evidenceLine(report.commit, report)}\n\n`;
  return { exit: EXIT.done, json, text: `${head}${renderTaskStory(id, audit, terminal.outPalette)}` };
}

function evidenceLine(
  commit: string | null,
  report: {
    run_id: string;
    metric: string;
    score: number | null;
    threshold: number;
    verdict: string;
    model: { provider: string; name: string };
    latency_ms: { p50: number | null; p95: number | null };
  },
): string {
  const score = report.score === null ? "no score" : report.score.toFixed(4);
  const at = commit === null ? "" : ` of commit ${commit.slice(0, 12)}`;
  const { p50, p95 } = report.latency_ms;
  const latency = `latency p50 ${formatDuration(p50)}, p95 ${formatDuration(p95)}`;
  return `live on ${report.run_id}${at}: ${report.metric} ${score} (threshold ${report.threshold}), ${report.verdict}, ${report.model.provider}/${report.model.name}, ${latency}`;
}
