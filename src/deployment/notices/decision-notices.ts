import { isBreakGlass, openBreakGlass } from "../../lifecycle/records/break-glass.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import { aNotice, type Notice } from "./notice.ts";

export interface DecisionRecord {
  /** The audit record before and after a command. */
  readonly before: readonly AuditEntry[];
  readonly after: readonly AuditEntry[];
  /** Who ran it: what others wrote meanwhile, they tell. */
  readonly actor: string;
}

const DECISIONS = new Set(["promote", "override", "downgrade"]);

/** What has to be told of decisions about production that no evidence stands behind, and that they are over. */
export function decisionNotices({ before, after, actor }: DecisionRecord): readonly Notice[] {
  const known = new Set(before.map(({ operation }) => operation));
  const own = after.filter(
    (entry) =>
      !known.has(entry.operation) &&
      entry.actor === actor &&
      entry.phase === "done" &&
      entry.task !== undefined,
  );
  const alarms = own.filter((entry) => isBreakGlass(entry) || entry.action === "override").map(alarmOf);
  return [...own.flatMap((entry) => endsOf(entry, before, after)), ...alarms];
}

function alarmOf(entry: AuditEntry): Notice {
  const isAlone = isBreakGlass(entry);
  const { task = "", to = "", from, reason = "" } = entry;
  return aNotice({
    ...about(entry, isAlone ? "break_glass" : "override"),
    state: "alarm",
    reasons: [`${task} ${to} went to production without passing evidence: ${reason}`],
    facts: { task, version: to, decided_by: entry.actor, ...(from === undefined ? {} : { before: from }) },
    fix: isAlone
      ? `Somebody else looks at it: \`npm run promote -- --task ${task} --close-break-glass --reason TEXT\`.`
      : `Evaluate ${task} and promote it on evidence.`,
  });
}

function endsOf(
  entry: AuditEntry,
  before: readonly AuditEntry[],
  after: readonly AuditEntry[],
): readonly Notice[] {
  const { task = "", actor } = entry;
  const wasAlone = openBreakGlass(before).has(task) && !openBreakGlass(after).has(task);
  const last = before.findLast(
    (one) => one.task === task && one.phase === "done" && DECISIONS.has(one.action),
  );
  const wasOverride = entry.action === "promote" && last?.action === "override" && !isBreakGlass(last);
  const end = { state: "ended" as const, facts: {}, fix: "" };
  return [
    ...(wasAlone ? [{ event: "break_glass" as const, reasons: [`${actor} looked at it`] }] : []),
    ...(wasOverride
      ? [{ event: "override" as const, reasons: [`${entry.to ?? ""} was promoted on evidence`] }]
      : []),
  ].map(({ event, reasons }) => aNotice({ ...about(entry, event), ...end, reasons }));
}

const TITLES = {
  break_glass: "one person decided alone",
  override: "promoted without passing evidence",
} as const;

function about({ operation, at, task = "" }: AuditEntry, event: keyof typeof TITLES) {
  return { event, subject: task, operation, at, title: `${task}: ${TITLES[event]}` };
}
