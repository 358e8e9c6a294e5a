import { activeFreezes, type Freeze } from "../../lifecycle/records/freezes.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { RegistryVersion } from "../../prompts/records/registry.ts";
import { formatScore, formatTime } from "../figures.ts";
import type { HistoryLine } from "../reported-run.ts";
import { aloneSentence, arrivalsOf, type StatusInput, type StatusRow, statusRows } from "../status-rows.ts";
import { historyChart } from "./history-chart.ts";
import { renderHtmlPage } from "./html-page.ts";
import { htmlTable } from "./html-table.ts";
import { escapeHtml } from "./html-text.ts";

export interface StatusPageInput extends StatusInput {
  /** Runs of each task, oldest first. */
  readonly history: ReadonlyMap<string, readonly HistoryLine[]>;
  /** When the page was made, ISO 8601. */
  readonly at: string;
}

const TASKS_OPEN = 12;

/** One page: what runs where, and for each task its scores over versions, who brought them, and why. */
export function renderStatusHtml(input: StatusPageInput): string {
  const rows = statusRows(input);
  const arrivals = arrivalsOf(input.audit);
  const tasks = rows.map((row, index) => taskPart(row, input, arrivals, index < TASKS_OPEN)).join("\n");
  const body = `<main><div class="overline"><span>gpt-pipeline-hub · status</span><span>${escapeHtml(formatTime(input.at))} UTC</span></div>
<h1>What runs where</h1>
<section><h2>Environments</h2>${environments(input)}</section>
<section><h2>Tasks</h2>${tasks === "" ? '<p class="quiet">Nothing is in production yet.</p>' : tasks}</section></main>`;
  return renderHtmlPage({ title: "What runs where", body });
}

function environments({ registry, audit, at }: StatusPageInput): string {
  const freezes = activeFreezes(audit, at);
  const rows = Object.entries(registry.environments).map(([place, one]) => [
    place,
    String(one.release),
    one.status.replaceAll("_", " "),
    Object.entries(one.pins)
      .map(([task, version]) => `${task} ${version}`)
      .join(", ") || "nothing",
    one.image.slice(0, 19),
  ]);
  const frozen = freezes.map(frozenNote).join("");
  if (rows.length === 0) return `${frozen}<p class="quiet">Nothing was deployed yet.</p>`;
  return frozen + htmlTable(["Environment", "Release", "Status", "Pinned", "Image"], rows);
}

const frozenNote = ({ place, until, actor, reason }: Freeze): string =>
  `<p><b>${escapeHtml(place)} is frozen</b> until ${escapeHtml(formatTime(until))} UTC by ${escapeHtml(actor)}: ${escapeHtml(reason)}. Deployments wait, rollbacks do not.</p>`;

function taskPart(
  row: StatusRow,
  input: StatusPageInput,
  arrivals: ReadonlyMap<string, AuditEntry>,
  isOpen: boolean,
): string {
  const history = input.history.get(row.task) ?? [];
  const versions = [...(input.registry.tasks[row.task]?.versions ?? [])].reverse();
  const places = row.places.length === 0 ? "runs nowhere" : `runs in ${row.places.join(", ")}`;
  const cells = versions.map((version) => versionCells(row.task, version, history, arrivals));
  return `<details class="task"${isOpen ? " open" : ""}><summary><h3>${escapeHtml(row.task)}</h3><span><b>${escapeHtml(row.version ?? "retired")}</b> <span class="quiet">${escapeHtml(places)}</span></span></summary>
<div><p class="quiet">${escapeHtml(sinceText(row))}</p>${aloneNote(row, input)}${historyChart(history)}${htmlTable(["Version", "Status", "Score", "When (UTC)", "Who", "Why"], cells)}</div></details>`;
}

function aloneNote(row: StatusRow, { scripts }: StatusInput): string {
  const sentence = aloneSentence(row, scripts);
  return sentence === undefined ? "" : `<p><b>${escapeHtml(sentence)}</b></p>`;
}

function sinceText(row: StatusRow): string {
  if (row.since === null) return row.evidence;
  return `Since ${formatTime(row.since)} UTC by ${row.by ?? "unknown"}; ${row.evidence}.`;
}

function versionCells(
  task: string,
  { version, status }: RegistryVersion,
  history: readonly HistoryLine[],
  arrivals: ReadonlyMap<string, AuditEntry>,
): readonly string[] {
  const arrival = arrivals.get(`${task}@${version}`);
  const run = history.findLast((line) => line.version === version);
  const why = arrival?.reason ?? (arrival?.verdict === undefined ? "" : `verdict ${arrival.verdict}`);
  const when = arrival === undefined ? "–" : formatTime(arrival.at);
  return [version, status.replaceAll("_", " "), formatScore(run?.score), when, arrival?.actor ?? "–", why];
}
