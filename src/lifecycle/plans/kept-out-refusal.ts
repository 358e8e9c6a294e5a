import { EXIT } from "../../prompts/exit-code.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { KeptOut } from "../records/kept-out.ts";
import type { Refusal } from "../refusal.ts";

/** Which version it is, who took it out of production, when and why, and how it comes back. */
export function keptOutRefusal(task: string, kept: KeptOut): Refusal {
  return { task, exit: EXIT.failed, found: foundText(kept), fix: fixText(task, kept) };
}

function foundText(kept: KeptOut): string {
  switch (kept.kind) {
    case "quarantined":
      return `these are the bytes of version ${kept.version}, which was rolled back for a measured regression`;
    case "taken_out":
      return `these are the bytes of version ${kept.version}, which was ${decision(kept.entry)}`;
    case "retired":
      return `the task was ${kept.entry === undefined ? "retired" : decision(kept.entry)}`;
  }
}

function fixText(task: string, kept: KeptOut): string {
  switch (kept.kind) {
    case "quarantined":
      return "Change the prompt; the same bytes stay refused.";
    case "taken_out":
      return `Change the prompt; or, where that decision no longer holds, \`npm run promote -- --task ${task} --override --reason TEXT\`.`;
    case "retired":
      return `To bring it back, say why: \`npm run promote -- --task ${task} --reason TEXT\`; it is recorded for good.`;
  }
}

function decision(entry: AuditEntry | undefined): string {
  if (entry === undefined) return "rolled back";
  const { actor, at, reason = "" } = entry;
  const why = reason.replace(/[\s.]+$/, "");
  return `${deedOf(entry)} by ${nameOf(actor)} on ${at.slice(0, 10)}${why === "" ? "" : `: ${why}`}`;
}

function deedOf({ action, to }: AuditEntry): string {
  if (action === "archive") return "retired";
  return `${action === "rollback" ? "rolled back to" : "replaced with"} ${to ?? "none"}`;
}

/** Git's `Name <mail>` without the mail. */
const nameOf = (actor: string): string => actor.replace(/ <[^>]*>$/, "");
