import { activeFreezes, type Freeze } from "../../lifecycle/records/freezes.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { RegistryVersion } from "../../prompts/records/registry.ts";
import { formatScore, formatTime } from "../figures.ts";
import { placeRows } from "../place-rows.ts";
import type { HistoryLine } from "../reported-run.ts";
import {
  aloneSentence,
  lastDecisions,
  type StatusInput,
  type StatusRow,
  statusRows,
} from "../status-rows.ts";
import { historyChart } from "./history-chart.ts";
import { renderHtmlPage } from "./html-page.ts";
import { htmlTable } from "./html-table.ts";
import { escapeHtml } from "./html-text.ts";
import { placePart } from "./place-part.ts";

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
  const decisions = lastDecisions(input.audit);
  const tasks = rows.map((row, index) => taskPart(row, input, decisions, index < TASKS_OPEN)).join("\n");
  const body = `<main><div class="overline"><span>gpt-pipeline-hub · status</span><span>${escapeHtml(formatTime(input.at))} UTC</span></div>
<h1>What runs where</h1>
<section><h2>Environments</h2>${environments(input)}</section>
<section><h2>Tasks</h2>${tasks === "" ? '<p class="quiet">Nothing is in production yet.</p>' : tasks}</section></main>`;
  return renderHtmlPage({ title: "What runs where", body });
}

function environments(input: StatusPageInput): string {
  const frozen = activeFreezes(input.audit, input.at).map(frozenNote).join("");
  const places = placeRows(input);
  if (places.length === 0) return `${frozen}<p class="quiet">No environment is configured.</p>`;
  return frozen + places.map(placePart).join("");
}

const frozenNote = ({ place, until, actor, reason }: Freeze): string =>
  `<p><b>${escapeHtml(place)} is frozen</b> until ${escapeHtml(formatTime(until))} UTC by ${escapeHtml(actor)}: ${escapeHtml(reason)}. Deployments wait, rollbacks do not.</p>`;

function taskPart(
  row: StatusRow,
  input: StatusPageInput,
  decisions: ReadonlyMap<string, AuditEntry>,
  isOpen: boolean,
): string {
  const history = input.history.get(row.task) ?? [];
  const versions = [...(input.registry.tasks[row.task]?.versions ?? [])].reverse();
  const places = row.places.length === 0 ? "runs nowhere" : `runs in ${row.places.join(", ")}`;
  const isHeld = input.running.some(({ task, status }) => task === row.task && status === "held");
  const held = isHeld ? ' <span class="badge bad">held</span>' : "";
  const cells = versions.map((version) => versionCells(row.task, version, history, decisions));
  return `<details class="task"${isOpen ? " open" : ""}><summary><h3>${escapeHtml(row.task)}${held}</h3><span><b>${escapeHtml(row.version ?? "retired")}</b> <span class="quiet">${escapeHtml(places)}</span></span></summary>
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
  decisions: ReadonlyMap<string, AuditEntry>,
): readonly string[] {
  const decision = decisions.get(`${task}@${version}`);
  const run = history.findLast((line) => line.version === version);
  const why = decision?.reason ?? (decision?.verdict === undefined ? "" : `verdict ${decision.verdict}`);
  const when = decision === undefined ? "–" : formatTime(decision.at);
  const score = `${formatScore(run?.score)}${run === undefined || run.verdict === "pass" ? "" : `, ${run.verdict}`}`;
  return [version, status.replaceAll("_", " "), score, when, decision?.actor ?? "–", why];
}
