import { formatTime } from "../figures.ts";
import type { PlaceRow } from "../place-rows.ts";
import { escapeHtml } from "./html-text.ts";

const TONES: Readonly<Record<PlaceRow["status"], string>> = {
  verified: "good",
  deploying: "note",
  rolled_back: "warn",
  held: "bad",
  failed: "bad",
  "never deployed": "neutral",
  "not configured": "neutral",
};

/** One environment: its status as a badge in its tone, what it has since when, why, and the commands of the next step. */
export function placePart(row: PlaceRow): string {
  const reasons = (row.reason ?? "").split("; ").filter((reason) => reason !== "");
  const why = reasons.map((reason) => `<li>${escapeHtml(reason)}</li>`).join("");
  const next = row.next.map(
    ({ what, command }) => `<dt>${escapeHtml(what)}</dt><dd><code>${escapeHtml(command)}</code></dd>`,
  );
  return `<div class="place ${TONES[row.status]}"><h3>${escapeHtml(row.place)} <span class="badge">${escapeHtml(row.status.replaceAll("_", " "))}</span></h3>
<p class="quiet">${escapeHtml(factsOf(row))}</p>${why === "" ? "" : `<ul>${why}</ul>`}${next.length === 0 ? "" : `<dl>${next.join("")}</dl>`}</div>`;
}

const CONTENT = "sha256:".length + 12;

function factsOf({ state, since, by }: PlaceRow): string {
  if (state === undefined) return "Configured, and nothing was deployed there yet.";
  const pins = Object.entries(state.pins).map(([task, version]) => `${task} ${version}`);
  return [
    `release ${state.release}`,
    ...(since === null ? [] : [`since ${formatTime(since)} UTC by ${by ?? "unknown"}`]),
    ...(pins.length === 0 ? [] : [`pinned: ${pins.join(", ")}`]),
    `content ${state.image.slice(0, CONTENT)}`,
  ].join(" · ");
}
