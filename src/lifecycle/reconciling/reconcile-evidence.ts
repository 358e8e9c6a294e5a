import { parseReport } from "../../evaluation/report-file.ts";
import { reportPath } from "../../prompts/layout.ts";
import type { EvidenceReference } from "../../prompts/records/registry.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { recordedOverride } from "../records/break-glass.ts";
import type { RecordedTask } from "../records/recorded-tasks.ts";
import { lasting, mendable } from "./difference.ts";
import { NOTHING, type ReconciledPart } from "./reconciled-part.ts";
import type { TaskRecords } from "./task-records.ts";

type LiveEntry = NonNullable<RecordedTask["production"]>["entry"];

/** What let the version in production through, as the registry has to name it; without a reference where nobody knows any more. */
export function reconcileEvidence(
  records: TaskRecords,
  entry: LiveEntry,
): ReconciledPart & { readonly reference?: EvidenceReference } {
  const known = records.known?.production?.evidence;
  const reason = entry.reason ?? "";
  switch (entry.action) {
    case "promote":
      return citedRun(records, entry, known);
    case "override":
      return { ...NOTHING, reference: recordedOverride(entry, known) };
    default:
      return known?.kind === "downgrade" && known.reason !== "" && reason.startsWith(known.reason)
        ? { ...NOTHING, reference: known }
        : { ...NOTHING, reference: { kind: "downgrade", reason: decidingSentence(entry) } };
  }
}

/** A person's reason is whole; of a rollback's sentences the first one decided. */
const decidingSentence = ({ action, reason = "" }: LiveEntry): string =>
  action === "rollback" ? (reason.split("; ")[0] ?? reason) : reason;

/** The cited report as it was cited, else as it lies on disk where git knows it or the audit entry fits it. */
function citedRun(
  { address, tree, history }: TaskRecords,
  { run_id: runId = "", details }: LiveEntry,
  known: EvidenceReference | undefined,
): ReconciledPart & { readonly reference?: EvidenceReference } {
  const path = reportPath(address, runId);
  const [text, committed] = [tree.read(path), history(path)];
  const wanted = known?.kind === "run" && known.run_id === runId ? known.report_sha256 : undefined;
  const digest = String(details?.["evaluation_digest"] ?? "");
  const reference = (report: string): EvidenceReference => ({
    kind: "run",
    run_id: runId,
    report_sha256: sha256(report),
    evaluation_digest: digest,
  });
  if (text !== undefined && (sha256(text) === wanted || committed.includes(text)))
    return { ...NOTHING, reference: reference(text) };
  const isCited = (report: string): boolean =>
    wanted === undefined ? isReportOf(report, runId, digest) : sha256(report) === wanted;
  const right = [...(text === undefined ? [] : [text]), ...committed].find(isCited);
  if (right !== undefined && right === text) return { ...NOTHING, reference: reference(right) };
  const found = text === undefined ? "the cited run is missing" : "the report is not the one that was cited";
  const difference = { kind: "evidence" as const, where: path, found };
  if (right === undefined) {
    const fix = "Restore the run's folder from elsewhere, or evaluate and promote again.";
    return { differences: [lasting(difference, fix)], changes: [] };
  }
  return {
    differences: [mendable(difference)],
    changes: [tree.write(path, right)],
    reference: reference(right),
  };
}

function isReportOf(text: string, runId: string, evaluationDigest: string): boolean {
  const report = parseReport(new TextEncoder().encode(text));
  return (
    report?.run_id === runId && report.digests.evaluation === evaluationDigest && report.verdict === "pass"
  );
}
