import { compareText } from "../../prompts/problem.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { Registry } from "../../prompts/records/registry.ts";
import { formatTime } from "../figures.ts";
import { printableLine } from "../printable-text.ts";
import { aloneSentence, type StatusInput, type StatusRow, statusRows } from "../status-rows.ts";
import type { Palette } from "./palette.ts";
import { type Column, textTable } from "./text-table.ts";

const CELL = 60;
const WHY = 200;

const TASK_COLUMNS: readonly Column[] = [
  "task",
  "version",
  "status",
  "runs in",
  "since (UTC)",
  "by",
  "evidence",
].map((head) => ({ head }));
const PLACE_COLUMNS: readonly Column[] = [
  { head: "environment" },
  { head: "release", right: true },
  { head: "status" },
  { head: "pinned" },
  { head: "image" },
];
const STORY_COLUMNS: readonly Column[] = ["when (UTC)", "what", "from", "to", "who", "why"].map((head) => ({
  head,
}));

/** What runs where, on which evidence, since when: a table of tasks, then one of environments. */
export function renderStatusTable(input: StatusInput, palette: Palette): string {
  const rows = statusRows(input);
  if (rows.length === 0) return "Nothing is in production yet.\n";
  const tables = [headed(textTable(TASK_COLUMNS, rows.map(taskCells)), palette)];
  const alone = rows.flatMap((row) => aloneSentence(row, input.scripts) ?? []);
  if (alone.length > 0) tables.push(alone.map((line) => palette.warn(printableLine(line, 300))).join("\n"));
  const places = placeCells(input.registry);
  if (places.length > 0) tables.push(headed(textTable(PLACE_COLUMNS, places), palette));
  return `${tables.join("\n\n")}\n`;
}

/** Everything that the audit says of one task, in the order of the log. */
export function renderTaskStory(task: string, audit: readonly AuditEntry[], palette: Palette): string {
  const entries = audit.filter((entry) => entry.task === task && entry.phase !== "intent");
  if (entries.length === 0) return "No decision about this task is on record.\n";
  return `${headed(textTable(STORY_COLUMNS, entries.map(storyCells)), palette)}\n`;
}

function headed(lines: readonly string[], palette: Palette): string {
  const [head = "", ...rest] = lines;
  return [palette.faint(head), ...rest].join("\n");
}

const cell = (text: string): string => printableLine(text, CELL);

function taskCells(row: StatusRow): readonly string[] {
  const places = row.places.length === 0 ? "nowhere" : row.places.join(", ");
  const since = row.since === null ? "unknown" : formatTime(row.since);
  return [row.task, row.version ?? "–", row.status, places, since, row.by ?? "unknown", row.evidence].map(
    cell,
  );
}

function placeCells({ environments }: Registry): readonly (readonly string[])[] {
  return Object.entries(environments)
    .sort(([a], [b]) => compareText(a, b))
    .map(([place, one]) => {
      const pins = Object.entries(one.pins).map(([task, version]) => `${task} ${version}`);
      const image = one.image.slice(0, "sha256:".length + 12);
      return [place, String(one.release), one.status, pins.join(", ") || "nothing", image].map(cell);
    });
}

function storyCells(entry: AuditEntry): readonly string[] {
  const failed = entry.phase === "failed" ? " (failed)" : "";
  const said = entry.reason ?? (entry.verdict === undefined ? "" : `verdict ${entry.verdict}`);
  const changed = entry.details?.["gate_changed"];
  const why = Array.isArray(changed) ? `${said} (the gate changed: ${changed.join(", ")})` : said;
  return [formatTime(entry.at), `${entry.action}${failed}`, entry.from ?? "–", entry.to ?? "–", entry.actor]
    .map(cell)
    .concat(printableLine(why, WHY));
}
