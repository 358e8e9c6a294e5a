import type { AuditEntry } from "../../prompts/records/audit.ts";
import { formatTime } from "../figures.ts";
import { type PlaceRow, placeRows } from "../place-rows.ts";
import { printableLine } from "../printable-text.ts";
import { aloneSentence, type StatusInput, type StatusRow, statusRows } from "../status-rows.ts";
import { type StoryLine, taskStory } from "../task-story.ts";
import type { Palette } from "./palette.ts";
import { type Column, textTable } from "./text-table.ts";

const CELL = 60;
/** Nothing is cut where somebody reads on purpose; only what no terminal can show. */
const WHOLE = 20_000;

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
  ...["status", "since (UTC)", "by", "pinned", "content"].map((head) => ({ head })),
];
const STORY_COLUMNS: readonly Column[] = ["when (UTC)", "what", "where", "from", "to", "who", "why"].map(
  (head) => ({ head }),
);

/** What runs where, on which evidence, since when: a table of tasks, then one of environments, then what somebody has to do. */
export function renderStatusTable(input: StatusInput, palette: Palette): string {
  const rows = statusRows(input);
  const places = placeRows(input);
  const tasks = headed(textTable(TASK_COLUMNS, rows.flatMap(taskCells)), palette);
  const alone = rows
    .flatMap((row) => aloneSentence(row, input.scripts) ?? [])
    .map((line) => printableLine(line, 300));
  const parts = [
    rows.length === 0 ? "Nothing is in production yet." : tasks,
    alone.map(palette.warn).join("\n"),
    places.length === 0 ? "" : headed(textTable(PLACE_COLUMNS, places.map(placeCells)), palette),
    places.flatMap((row) => notesOf(row, palette)).join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function notesOf({ place, status, reason, next }: PlaceRow, palette: Palette): readonly string[] {
  if (reason === null && next.length === 0) return [];
  const tone = status === "held" || status === "failed" ? palette.bad : palette.strong;
  const why = reason === null ? "" : `: ${printableLine(reason, WHOLE)}`;
  const head = tone(`${place} ${status.replaceAll("_", " ")}`) + why;
  return [head, ...next.map(({ what, command }) => `  ${what}: ${printableLine(command, WHOLE)}`)];
}

/** Everything that the audit says of one task, in the order of the log. */
export function renderTaskStory(task: string, audit: readonly AuditEntry[], palette: Palette): string {
  const story = taskStory(task, audit);
  if (story.length === 0) return "No decision about this task is on record.\n";
  return `${headed(textTable(STORY_COLUMNS, story.map(storyCells)), palette)}\n`;
}

function headed(lines: readonly string[], palette: Palette): string {
  const [head = "", ...rest] = lines;
  return [palette.faint(head), ...rest].join("\n");
}

const cell = (text: string): string => printableLine(text, CELL);

/** A line for each place behind the first. */
function taskCells(row: StatusRow): readonly (readonly string[])[] {
  const [first = "nowhere", ...others] = row.places.map((place) => printableLine(place, WHOLE));
  const since = row.since === null ? "unknown" : formatTime(row.since);
  const before = [row.task, row.version ?? "–", row.status.replaceAll("_", " ")].map(cell);
  const after = [since, row.by ?? "unknown", row.evidence].map(cell);
  return [[...before, first, ...after], ...others.map((place) => ["", "", "", place])];
}

const CONTENT = "sha256:".length + 12;

function placeCells({ place, status, state, since, by }: PlaceRow): readonly string[] {
  const pins = Object.entries(state?.pins ?? {}).map(([task, version]) => `${task} ${version}`);
  const nothing = state === undefined ? "–" : "nothing";
  return [
    ...[place, String(state?.release ?? "–"), status.replaceAll("_", " ")],
    ...[since === null ? "–" : formatTime(since), by ?? "–"].map(cell),
    printableLine(pins.join(", ") || nothing, WHOLE),
    state?.image.slice(0, CONTENT) ?? "–",
  ];
}

function storyCells({ entry, place, from }: StoryLine): readonly string[] {
  const failed = entry.phase === "failed" ? " (failed)" : "";
  const said = entry.reason ?? (entry.verdict === undefined ? "" : `verdict ${entry.verdict}`);
  const changed = entry.details?.["gate_changed"];
  const why = Array.isArray(changed) ? `${said} (the gate changed: ${changed.join(", ")})` : said;
  const cells = [`${entry.action}${failed}`, place ?? "–", from ?? "–", entry.to ?? "–", entry.actor];
  return [formatTime(entry.at), ...cells].map(cell).concat(printableLine(why, WHOLE));
}
