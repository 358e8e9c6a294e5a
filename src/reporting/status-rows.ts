import { openBreakGlass } from "../lifecycle/records/break-glass.ts";
import type { RunningVersion } from "../lifecycle/records/read-audit.ts";
import { compareText } from "../prompts/problem.ts";
import type { AuditEntry } from "../prompts/records/audit.ts";
import type { EvidenceReference, Registry, VersionStatus } from "../prompts/records/registry.ts";
import { launched, type ScriptNames } from "./launched.ts";

export interface StatusInput {
  readonly registry: Registry;
  /** In the order of the log. */
  readonly audit: readonly AuditEntry[];
  readonly running: readonly RunningVersion[];
  /** Which commands the reader can start as scripts. */
  readonly scripts?: ScriptNames;
}

/** What is in production for one task, on which evidence, and where it runs. */
export interface StatusRow {
  readonly task: string;
  /** Null for a retired task. */
  readonly version: string | null;
  readonly status: VersionStatus | "retired";
  readonly evidence: string;
  /** `place`, or `place (version)` where another version than production's answers. */
  readonly places: readonly string[];
  /** When and by whom the version came to production, as the audit has it. */
  readonly since: string | null;
  readonly by: string | null;
  /** The decision that one person took alone and nobody else has closed yet. */
  readonly alone: { readonly by: string; readonly at: string; readonly reason: string } | null;
}

/** One row a task, sorted by task. */
export function statusRows({ registry, audit, running }: StatusInput): readonly StatusRow[] {
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
export function evidenceText(evidence: EvidenceReference): string {
  switch (evidence.kind) {
    case "run":
      return `run ${evidence.run_id}`;
    case "override":
      return `override: ${evidence.reason}`;
    case "downgrade":
      return `downgrade: ${evidence.reason}`;
  }
}

/** The record that brought each version to production, by `task@version`: the last one in the log that closed. */
export function arrivalsOf(audit: readonly AuditEntry[]): ReadonlyMap<string, AuditEntry> {
  const arriving = audit.filter(
    ({ phase, action }) =>
      phase === "done" && (action === "promote" || action === "override" || action === "downgrade"),
  );
  return new Map(arriving.map((entry) => [`${entry.task}@${entry.to}`, entry]));
}

function placesOf(running: readonly RunningVersion[], production: string | undefined): readonly string[] {
  return running
    .map(({ place, version }) => (version === production ? place : `${place} (${version})`))
    .sort(compareText);
}
