import { parseReport } from "../../evaluation/report-file.ts";
import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import type { FileChange } from "../../prompts/file-change.ts";
import {
  archivePath,
  productionPath,
  REGISTRY_FILE,
  reportPath,
  type TaskAddress,
} from "../../prompts/layout.ts";
import { renderProductionFile } from "../../prompts/records/production-file.ts";
import type {
  EvidenceReference,
  RegistryProduction,
  RegistryTask,
  RegistryVersion,
} from "../../prompts/records/registry.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { recordedOverride } from "../records/break-glass.ts";
import { type LockedRecord, type LockedTask, lockedRecord } from "../records/locked-records.ts";
import type { RecordedTask, RecordedVersion } from "../records/recorded-tasks.ts";
import type { TreeText } from "../tree-text.ts";
import { type Difference, lasting, mendable } from "./difference.ts";

/** All records of one task, each by itself. */
export interface TaskRecords {
  readonly task: string;
  readonly address: TaskAddress;
  /** As the audit record tells it. */
  readonly recorded: RecordedTask;
  readonly locked: LockedTask;
  /** Its block in the registry; absent where there is none or the registry cannot be read. */
  readonly known?: RegistryTask;
  readonly tree: TreeText;
  /** Every text that a path ever had in git. */
  history(path: string): readonly string[];
}

export interface TaskReconciliation {
  readonly differences: readonly Difference[];
  /** Files that get their recorded bytes back. */
  readonly changes: readonly FileChange[];
  /** The block as the records make it; absent where they do not suffice. */
  readonly block?: RegistryTask;
}

/** Holds a task's locked files and its registry block against the audit record, and says what each should be. */
export function reconcileTask(records: TaskRecords): TaskReconciliation {
  const archive = records.recorded.versions.map((version) => reconcileArchived(records, version));
  const production = reconcileProduction(records);
  const differences = [...archive, production].flatMap((part) => part.differences);
  const changes = [...archive, production].flatMap((part) => part.changes);
  if (production.kind === "unknown") return { differences, changes };
  const block: RegistryTask = {
    ...(production.kind === "live" ? { production: production.block } : {}),
    versions: records.recorded.versions.map((recorded) => versionBlock(records, recorded)),
  };
  return { differences: [...differences, ...registryDifferences(records, block)], changes, block };
}

function versionBlock(records: TaskRecords, recorded: RecordedVersion): RegistryVersion {
  const { version, status, promptDigest } = recorded;
  const bytes = knownBytes(records, recorded);
  const digest = promptDigest ?? knownDigest(records, version) ?? "";
  return { version, prompt_digest: digest, ...(bytes === undefined ? {} : { sha256: bytes }), status };
}

/** What the bytes of its file are, where the audit record or the registry says. */
const knownBytes = (
  { known }: TaskRecords,
  { version, sha256: recorded }: RecordedVersion,
): string | undefined => recorded ?? known?.versions.find((entry) => entry.version === version)?.sha256;

interface Part {
  readonly differences: readonly Difference[];
  readonly changes: readonly FileChange[];
}

const NOTHING: Part = { differences: [], changes: [] };

/** Of a version whose audit entry is older than the entries that name digests. */
function knownDigest({ known, locked }: TaskRecords, version: string): string | undefined {
  const listed = known?.versions.find((entry) => entry.version === version)?.prompt_digest;
  const file =
    locked.production?.prompt?.version === version ? locked.production : locked.archive.get(version);
  return listed ?? file?.promptDigest;
}

const isVersion =
  (version: string, digest: string | undefined, bytes?: string) =>
  (file: LockedRecord): boolean =>
    file.prompt?.version === version &&
    (digest === undefined || file.promptDigest === digest) &&
    (bytes === undefined || file.sha256 === bytes);

/** Every superseded version lies in the archive as it was; the one in production may. */
function reconcileArchived(records: TaskRecords, promoted: RecordedVersion): Part {
  const { version, promptDigest } = promoted;
  const { address, locked, recorded, tree } = records;
  const [path, file] = [archivePath(address, version), locked.archive.get(version)];
  if (file === undefined && recorded.production?.version === version) return NOTHING;
  const digest = promptDigest ?? knownDigest(records, version);
  const isRight = isVersion(version, digest, knownBytes(records, promoted));
  if (file !== undefined && isRight(file)) return NOTHING;
  const found =
    file === undefined ? `version ${version} is missing` : `it is not version ${version} as it was promoted`;
  const bytes = candidates(records, version).find(isRight);
  const difference = { kind: "archive" as const, where: path, found };
  if (bytes === undefined)
    return {
      differences: [lasting(difference, "Its bytes are nowhere in git: restore them from elsewhere.")],
      changes: [],
    };
  return { differences: [mendable(difference)], changes: [tree.write(path, bytes.text)] };
}

/** Wherever bytes of a version may still be. */
function candidates({ address, locked, history }: TaskRecords, version: string): readonly LockedRecord[] {
  const paths = [productionPath(address), archivePath(address, version)];
  const files = [locked.archive.get(version), locked.production].flatMap((file) => file ?? []);
  return [...files, ...paths.flatMap((path) => history(path).map((text) => lockedRecord(path, text)))];
}

type Production =
  | (Part & { readonly kind: "live"; readonly block: RegistryProduction })
  | (Part & { readonly kind: "retired" | "unknown" });

function reconcileProduction(records: TaskRecords): Production {
  const { address, locked, recorded, known } = records;
  const path = productionPath(address);
  const live = recorded.production;
  if (live === undefined) return { kind: "retired", ...strayProduction(path, locked.production) };
  const file = rightProduction(records, live.version);
  const evidence = reconcileEvidence(records, live.entry);
  const parts = [file, evidence];
  const both = {
    differences: parts.flatMap((part) => part.differences),
    changes: parts.flatMap((part) => part.changes),
  };
  if (file.record?.promptDigest === undefined || evidence.reference === undefined) {
    return known?.production === undefined
      ? { kind: "unknown", ...both }
      : { kind: "live", ...both, block: known.production };
  }
  const { sha256: bytes, promptDigest } = file.record;
  const block = {
    version: live.version,
    sha256: bytes,
    prompt_digest: promptDigest,
    evidence: evidence.reference,
  };
  return { kind: "live", ...both, block };
}

function strayProduction(path: string, file: LockedRecord | undefined): Part {
  if (file === undefined) return NOTHING;
  const difference = {
    kind: "production" as const,
    where: path,
    found: "nothing of the task is in production",
  };
  return { differences: [lasting(difference, "Remove the file, or promote the task.")], changes: [] };
}

/** The file as it should be. The recorded bytes win; bytes that promotion would write again count as recorded. */
function rightProduction(records: TaskRecords, version: string): Part & { readonly record?: LockedRecord } {
  const { address, locked, known, recorded, tree, task } = records;
  const path = productionPath(address);
  const digest = recorded.versions.find((entry) => entry.version === version)?.promptDigest;
  const wanted = known?.production?.version === version ? known.production.sha256 : undefined;
  const file = locked.production;
  const right = [...(file === undefined ? [] : [file]), ...candidates(records, version)].filter(
    isVersion(version, digest ?? knownDigest(records, version)),
  );
  const isKnown = wanted === undefined && file !== undefined && records.history(path).includes(file.text);
  const best =
    right.find((record) => record.sha256 === wanted) ??
    (isKnown ? undefined : rendered(right[0], path, wanted)) ??
    right[0];
  const found =
    file === undefined
      ? `version ${version} of ${task} should be in production, and the file is missing`
      : `it is not version ${version} as it was promoted`;
  const difference = { kind: "production" as const, where: path, found };
  if (best === undefined) {
    const fix = "Its bytes are nowhere in git: restore them from elsewhere, or promote the task again.";
    return { differences: [lasting(difference, fix)], changes: [] };
  }
  if (best.sha256 === file?.sha256) return { ...NOTHING, record: best };
  return { differences: [mendable(difference)], changes: [tree.write(path, best.text)], record: best };
}

/** What promotion wrote, where that is what was recorded: equal prompts and versions give equal bytes. */
function rendered(
  right: LockedRecord | undefined,
  path: string,
  wanted: string | undefined,
): LockedRecord | undefined {
  if (right?.prompt === undefined) return undefined;
  const text = renderProductionFile(right.prompt, right.prompt.version, path);
  return wanted === undefined || sha256(text) === wanted ? lockedRecord(path, text) : undefined;
}

type LiveEntry = NonNullable<RecordedTask["production"]>["entry"];

function reconcileEvidence(
  records: TaskRecords,
  entry: LiveEntry,
): Part & { readonly reference?: EvidenceReference } {
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
): Part & { readonly reference?: EvidenceReference } {
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

/** Where the registry's block says something else than the records, one difference each. */
function registryDifferences({ task, known }: TaskRecords, block: RegistryTask): readonly Difference[] {
  if (known === undefined)
    return [
      mendable({
        kind: "registry",
        where: `${REGISTRY_FILE} (${task})`,
        found: "the task has no readable block",
      }),
    ];
  const [had, has] = [facts(known), facts(block)];
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((key) => {
    if (had.get(key) === has.get(key)) return [];
    const found = `${key} is ${had.get(key) ?? "absent"}, the records say ${has.get(key) ?? "absent"}`;
    return [mendable({ kind: "registry", where: `${REGISTRY_FILE} (${task})`, found })];
  });
}

function facts({ production, versions }: RegistryTask): ReadonlyMap<string, string> {
  const { evidence, ...live } = production ?? {};
  return new Map([
    ...Object.entries(live).map(([key, value]) => [`production.${key}`, String(value)] as const),
    ...(evidence === undefined ? [] : [["production.evidence", canonicalJson(evidence)] as const]),
    ["the order of versions", versions.map(({ version }) => version).join(", ")],
    ...versions.flatMap(({ version, sha256: bytes, prompt_digest, status }) => [
      ...(bytes === undefined ? [] : [[`sha256 of ${version}`, bytes] as const]),
      [`status of ${version}`, status] as const,
      [`prompt_digest of ${version}`, prompt_digest] as const,
    ]),
  ]);
}
