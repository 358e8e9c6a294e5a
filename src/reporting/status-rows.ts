import { openBreakGlass } from "../lifecycle/records/break-glass.ts";
import type { RunningVersion } from "../lifecycle/records/read-audit.ts";
import { type RecordedMove, recordedTasks } from "../lifecycle/records/recorded-tasks.ts";
import { compareText } from "../prompts/problem.ts";
import type { AuditEntry } from "../prompts/records/audit.ts";
import type { EvidenceReference, VersionStatus } from "../prompts/records/registry.ts";
import { launched, type ScriptNames } from "./launched.ts";
import type { PlaceInput } from "./place-rows.ts";

export interface StatusInput extends PlaceInput {
  readonly running: readonly RunningVersion[];
}

/** What is in production for one task, on which evidence, and where it runs. */
export interface StatusRow {
  readonly task: string;
  /** Null for a retired task. */
  readonly version: string | null;
  readonly status: VersionStatus | "retired";
  readonly evidence: string;
  /** `place`, with the version in brackets where another than production's answers, and that it is held where it is. */
  readonly places: readonly string[];
  /** When and by whom the version came to production, as the audit has it. */
  readonly since: string | null;
  readonly by: string | null;
  /** The decision that one person took alone and nobody else has closed yet. */
  readonly alone: { readonly by: string; readonly at: string; readonly reason: string } | null;
}

/** One row a task, sorted by task. */
export function statusRows({
  registry,
  audit,
  running,
}: Omit<StatusInput, "configured">): readonly StatusRow[] {
  const arrivals = arrivalsOf(audit);
  const alone = openBreakGlass(audit);
  return Object.entries(registry.tasks)
    .sort(([a], [b]) => compareText(a, b))
    .map(([task, { production, versions }]) => {
      const arrival = production && arrivals.get(`${task}@${production.version}`);
      const version = versions.find((one) => one.version === production?.version);
      return {
        task,
        version: production?.version ?? null,
        status: production === undefined ? "retired" : (version?.status ?? "promoted"),
        evidence: production === undefined ? "" : evidenceText(production.evidence),
        places: placesOf(
          running.filter((one) => one.task === task),
          production?.version,
        ),
        since: arrival?.at ?? null,
        by: arrival?.actor ?? null,
        alone: aloneOf(alone.get(task)),
      };
    });
}

const aloneOf = (entry: AuditEntry | undefined): StatusRow["alone"] =>
  entry === undefined ? null : { by: entry.actor, at: entry.at, reason: entry.reason ?? "" };

/** What is still to be done about a decision that one person took alone; undefined where there is none. */
export function aloneSentence({ task, alone }: StatusRow, scripts: ScriptNames): string | undefined {
  if (alone === null) return undefined;
  const command = launched(`npm run promote -- --task ${task} --close-break-glass --reason TEXT`, scripts);
  return `${alone.by} decided alone about ${task}: ${alone.reason}. Somebody else closes it: ${command}`;
}

/** One line for a person: the run, or the recorded reason. */
function evidenceText(evidence: EvidenceReference): string {
  switch (evidence.kind) {
    case "run":
      return `run ${evidence.run_id}`;
    case "override":
      return `override: ${evidence.reason}`;
    case "downgrade":
      return `downgrade: ${evidence.reason}`;
  }
}

/** The decision that brought each version to production, by `task@version`; a rollback too, and the last one where it came twice. */
const arrivalsOf = (audit: readonly AuditEntry[]): ReadonlyMap<string, AuditEntry> =>
  movesOf(audit, ({ to }) => to === "production");

/** The last decision about each version, by `task@version`: what brought it to production, or what took it away. */
export const lastDecisions = (audit: readonly AuditEntry[]): ReadonlyMap<string, AuditEntry> =>
  movesOf(audit, () => true);

function movesOf(
  audit: readonly AuditEntry[],
  counts: (move: RecordedMove) => boolean,
): ReadonlyMap<string, AuditEntry> {
  const moves = [...recordedTasks(audit)].flatMap(([task, recorded]) =>
    recorded.moves.filter(counts).map(({ version, entry }) => [`${task}@${version}`, entry] as const),
  );
  return new Map(moves);
}

function placesOf(running: readonly RunningVersion[], production: string | undefined): readonly string[] {
  return running
    .map(({ place, version, status }) => {
      const notes = [...(version === production ? [] : [version]), ...(status === "held" ? ["held"] : [])];
      return notes.length === 0 ? place : `${place} (${notes.join(", ")})`;
    })
    .sort(compareText);
}
