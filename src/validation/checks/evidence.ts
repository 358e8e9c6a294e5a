import { reportPath } from "../../prompts/layout.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { EvidenceReference } from "../../prompts/records/registry.ts";
import type { CitedReport, TaskCheck } from "../check.ts";
import { registryPlace } from "../registry-place.ts";

type RunEvidence = Extract<EvidenceReference, { readonly kind: "run" }>;

/** The run that the registry cites for production is there, unchanged, and about these bytes. */
export const checkEvidence: TaskCheck = ({ task, repository, registered, cited }) => {
  const production = registered?.production;
  const { address } = task.entry;
  if (production?.evidence.kind !== "run") return [];
  const found = faultOf(production.evidence, production.prompt_digest, cited);
  if (found === undefined) return [];
  return [
    {
      ...registryPlace(repository, ["tasks", address.id, "production", "evidence"]),
      code: "evidence-missing",
      severity: "error",
      found: `${reportPath(address, production.evidence.run_id)} ${found}`,
      fix: "Restore the run's folder from git, or evaluate and promote again.",
    } satisfies Problem,
  ];
};

function faultOf(evidence: RunEvidence, prompt: string, cited: CitedReport | undefined): string | undefined {
  if (cited === undefined) return "is cited as evidence and does not exist";
  if (cited.sha256 !== evidence.report_sha256) return "differs from the report that was cited as evidence";
  if (cited.report === undefined) return "is cited as evidence and is no report";
  const { digests } = cited.report;
  if (digests.prompt !== prompt) return "is evidence of another prompt than the one in production";
  if (digests.evaluation !== evidence.evaluation_digest) return "is evidence of another evaluation";
  return undefined;
}
