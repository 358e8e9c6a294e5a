import type { EvalReport } from "../../evaluation/report.ts";
import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import type { FileChange, WritePlan } from "../../prompts/file-change.ts";
import { archivePath, productionPath } from "../../prompts/layout.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import { renderProductionFile } from "../../prompts/records/production-file.ts";
import type { PromptVersion } from "../../prompts/records/production-prompt.ts";
import type { EvidenceReference, RegistryTask } from "../../prompts/records/registry.ts";
import { sha256 } from "../../prompts/sha256.ts";
import type { Bump } from "../../prompts/version-bump.ts";
import type { PromotionCandidate } from "../candidate.ts";
import type { Acceptance } from "../evidence/acceptance.ts";
import { gateChangeSentence } from "../evidence/gate-change.ts";
import { differingRules, rulesOf } from "../evidence/gate-rules.ts";
import { selectEvidence } from "../evidence/select-evidence.ts";
import { type GitWishes, gitStep } from "../git-step.ts";
import { overrideEvidence } from "../records/break-glass.ts";
import type { KeptOut, KeptOutRule } from "../records/kept-out.ts";
import type { Refusal } from "../refusal.ts";
import type { TreeText } from "../tree-text.ts";
import { changeLine } from "./change-line.ts";
import { keptOutRefusal } from "./kept-out-refusal.ts";
import { editMetadata } from "./metadata-edit.ts";
import { plannedVersion } from "./planned-version.ts";

/** A promotion that is decided: what becomes of one task. */
export interface Promotion {
  readonly task: string;
  readonly from: string | undefined;
  readonly version: string;
  readonly bump: Bump | "first";
  readonly change: string;
  readonly evidence: EvidenceReference;
  readonly registered: RegistryTask;
  readonly changes: readonly FileChange[];
  /** Files of the cited run, to be committed with it. */
  readonly runPaths: readonly string[];
  /** How the gate differs from the one that let the version before through. */
  readonly gateChanged: readonly string[];
  /** What a reader of the decision should know besides, for people. */
  readonly notes: readonly string[];
  readonly audit: Omit<AuditEntry, "operation" | "schema_version" | "at" | "actor">;
}

export type PromotionOutcome =
  | { readonly kind: "promotion"; readonly promotion: Promotion }
  | { readonly kind: "unchanged"; readonly task: string; readonly version: string }
  | { readonly kind: "refused"; readonly refusal: Refusal };

export interface PromotionRequest {
  /** `YYYY-MM-DD`, for the changelog. */
  readonly date: string;
  /** Promotes without passing evidence; the reason is recorded for good. */
  readonly override?: { readonly reason: string; readonly isAlone?: boolean };
  /** Why the gate itself was changed; recorded for good. */
  readonly reason?: string;
  /** Promotes whatever passes, and no task by its name: what people have retired stays so. */
  readonly onlyReady: boolean;
  readonly keptOut: KeptOutRule;
}

/** What promoting one candidate would do. Pure: the same tree and request always give the same outcome. */
export function planPromotion(
  candidate: PromotionCandidate,
  tree: TreeText,
  request: PromotionRequest,
): PromotionOutcome {
  const task = candidate.metadata.task;
  const { registered, digests } = candidate;
  if (registered?.production?.prompt_digest === digests.prompt) {
    return { kind: "unchanged", task, version: registered.production.version };
  }
  const kept = request.keptOut({ task, registered, promptDigest: digests.prompt });
  if (kept !== undefined && !maySetFree(kept, request))
    return { kind: "refused", refusal: keptOutRefusal(task, kept) };
  const choice = selectEvidence(candidate);
  if (choice.kind === "refused" && request.override === undefined) return choice;
  const isExplained = request.override !== undefined || request.reason !== undefined;
  if (hasGateChanged(candidate) && !isExplained) return { kind: "refused", refusal: gateRefusal(candidate) };
  const evidence: EvidenceReference =
    choice.kind === "run" && request.override === undefined
      ? {
          kind: "run",
          run_id: choice.run.report.run_id,
          report_sha256: choice.run.reportSha256,
          evaluation_digest: digests.evaluation,
        }
      : overrideEvidence(request.override?.reason ?? "", request.override?.isAlone === true);
  const runPaths = evidence.kind === "run" && choice.kind === "run" ? choice.run.paths : [];
  const report = evidence.kind === "run" && choice.kind === "run" ? choice.run.report : undefined;
  const decided = { ...request, evidence, runPaths, ...(report === undefined ? {} : { report }) };
  return { kind: "promotion", promotion: promotionOf(candidate, tree, decided) };
}

/** A person's later word, with its reason, counts against an earlier one, and never against a measured regression. */
function maySetFree({ kind }: KeptOut, { override, reason, onlyReady }: PromotionRequest): boolean {
  switch (kind) {
    case "quarantined":
      return false;
    case "taken_out":
      return override !== undefined;
    case "retired":
      return override !== undefined || (reason !== undefined && !onlyReady);
  }
}

const hasGateChanged = ({ gateChanges = [] }: PromotionCandidate): boolean => gateChanges.length > 0;

const gateChangesFound = ({ gateChanges = [] }: PromotionCandidate): readonly string[] =>
  gateChanges.map(({ found }) => found);

/** Whether today's rules are others than those that the cited run was judged by. */
function isDecidedAnew({ policy }: PromotionCandidate, { report }: Decided): boolean {
  if (report === undefined) return false;
  return differingRules({ threshold: report.threshold, ...report.policy }, rulesOf(policy)).length > 0;
}

/** The owner's word that stands in for the pass which the cited run is not. */
const acceptedOf = ({ accepted }: PromotionCandidate, { report }: Decided): Acceptance | undefined =>
  report?.verdict === "inconclusive" ? accepted : undefined;

function notesOf(candidate: PromotionCandidate, decided: Decided): readonly string[] {
  const { policy, answers } = candidate;
  const { report } = decided;
  if (report === undefined) return [];
  const others = differingRules({ threshold: report.threshold, ...report.policy }, rulesOf(policy));
  const accepted = acceptedOf(candidate, decided);
  return [
    ...(accepted === undefined
      ? []
      : [`its unproven drop was accepted by ${accepted.by}: ${accepted.reason}`]),
    ...(others.length === 0 ? [] : [`decided anew from ${report.run_id} with ${others.join(", ")}`]),
    ...(answers?.basis === "digests"
      ? [`the answers of ${report.run_id} are withheld, so that its scores rest on digests alone`]
      : []),
  ];
}

function gateRefusal({ metadata, gateChanges = [], registered }: PromotionCandidate): Refusal {
  const { task } = metadata;
  return {
    task,
    exit: 5,
    found: `the gate itself changed since version ${registered?.production?.version} was let through: ${gateChangeSentence(gateChanges)}`,
    fix: `Say why: \`npm run promote -- --task ${task} --reason TEXT\`; it is recorded for good.`,
  };
}

interface Decided extends PromotionRequest {
  readonly evidence: EvidenceReference;
  /** Of the cited run. */
  readonly report?: EvalReport;
  readonly runPaths: readonly string[];
}

function promotionOf(candidate: PromotionCandidate, tree: TreeText, decided: Decided): Promotion {
  const { metadata, prompt, registered, task } = candidate;
  const before = task.production?.value;
  const { bump, version } = plannedVersion(candidate);
  const change = metadata.change ?? changeLine(before, prompt);
  const text = renderProductionFile(prompt, version, productionPath(task.entry.address));
  const digest = candidate.digests.prompt;
  const bytes = sha256(text);
  return {
    task: metadata.task,
    from: before?.version,
    version,
    bump,
    change,
    evidence: decided.evidence,
    registered: {
      production: { version, sha256: bytes, prompt_digest: digest, evidence: decided.evidence },
      versions: [
        ...(registered?.versions ?? []),
        { version, prompt_digest: digest, sha256: bytes, status: "promoted" },
      ],
    },
    changes: fileChanges(candidate, tree, { text, version, change, date: decided.date, before }),
    runPaths: decided.runPaths,
    gateChanged: gateChangesFound(candidate),
    notes: notesOf(candidate, decided),
    audit: auditOf(candidate, { to: version, from: before?.version, bytes }, decided),
  };
}

interface Written {
  readonly text: string;
  readonly version: string;
  readonly change: string;
  readonly date: string;
  readonly before: PromptVersion | undefined;
}

function fileChanges({ task }: PromotionCandidate, tree: TreeText, written: Written): readonly FileChange[] {
  const address = task.entry.address;
  const production = productionPath(address);
  const old = tree.read(production);
  const metadataFile = task.entry.metadata ?? "";
  const entry = { version: written.version, date: written.date, change: written.change };
  return [
    ...(old === undefined || written.before === undefined
      ? []
      : [tree.write(archivePath(address, written.before.version), old)]),
    tree.write(production, written.text),
    tree.write(metadataFile, editMetadata(tree.read(metadataFile) ?? "", entry)),
  ];
}

function auditOf(
  candidate: PromotionCandidate,
  { to, from, bytes }: { readonly to: string; readonly from: string | undefined; readonly bytes: string },
  decided: Decided,
): Promotion["audit"] {
  const { evidence } = decided;
  const accepted = acceptedOf(candidate, decided);
  const reason = evidence.kind === "run" ? (decided.reason ?? accepted?.reason) : evidence.reason;
  return {
    phase: "done",
    action: evidence.kind === "override" ? "override" : "promote",
    task: candidate.metadata.task,
    ...(from === undefined ? {} : { from }),
    to,
    ...(evidence.kind === "run"
      ? { run_id: evidence.run_id, verdict: decided.report?.verdict ?? "pass" }
      : {}),
    ...(reason === undefined ? {} : { reason }),
    details: {
      prompt_digest: candidate.digests.prompt,
      sha256: bytes,
      evaluation_digest: candidate.digests.evaluation,
      ...(evidence.kind === "override" && evidence.break_glass === true ? { break_glass: true } : {}),
      ...(accepted === undefined ? {} : { accepted: { ...accepted } }),
      ...(hasGateChanged(candidate) ? { gate_changed: gateChangesFound(candidate) } : {}),
      ...(isDecidedAnew(candidate, decided) ? { decided_under: { ...rulesOf(candidate.policy) } } : {}),
    },
  };
}

/** Same promotions on the same state, same id: a second run finds its own record. */
export function promotionOperation(promotions: readonly Promotion[]): string {
  const parts = promotions.map(({ task, from, version, evidence, changes }) => ({
    task,
    from: from ?? null,
    version,
    evidence,
    before: changes.map((change) => change.before),
  }));
  return `promote-${sha256(canonicalJson(parts)).slice(0, 24)}`;
}

/** Commit message and tags of promotions that happen together. */
export function promotionGit(promotions: readonly Promotion[], wants: GitWishes): Pick<WritePlan, "git"> {
  const [first] = promotions;
  const subject =
    promotions.length === 1 && first !== undefined
      ? `promote(${first.task}): v${first.version}`
      : `promote: ${promotions.map(({ task, version }) => `${task} v${version}`).join(", ")}`;
  const body = promotions.map(
    ({ task, from, version, change }) => `${task}: ${from ?? "none"} -> ${version}. ${change}.`,
  );
  return gitStep(wants, {
    message: `${subject}\n\n${body.join("\n")}`,
    alsoCommit: promotions.flatMap(({ runPaths }) => runPaths),
    tags: promotions.map(tagOf),
  });
}

const tagOf = ({ task, version, change }: Promotion) => ({
  name: `prompt/${task}/v${version}`,
  message: `${task} ${version}\n\n${change}`,
});
