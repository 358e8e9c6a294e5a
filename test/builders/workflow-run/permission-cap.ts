import { isJsonObject } from "../../../src/prompts/reading/json.ts";
import type { Job, Workflow } from "../../workflows/workflow-file.ts";
import type { Permissions } from "./site.ts";

const RANK: Readonly<Record<string, number>> = { none: 0, read: 1, write: 2 };

/** What a job's token may do. Throws where a called workflow wants more than its caller was given: GitHub then starts nothing. */
export function permissionsOf(workflow: Workflow, job: Job, cap: Permissions | undefined): Permissions {
  const top = workflow.raw["permissions"];
  const wanted = job.permissions ?? (isJsonObject(top ?? null) ? (top as object) : {});
  const permissions = Object.fromEntries(
    Object.entries(wanted).map(([scope, level]) => [scope, String(level)] as const),
  );
  if (cap === undefined) return permissions;
  const excess = Object.entries(permissions).filter(
    ([scope, level]) => (RANK[level] ?? 0) > (RANK[cap[scope] ?? "none"] ?? 0),
  );
  if (excess.length === 0) return permissions;
  const list = excess.map(([scope, level]) => `${scope}: ${level}`).join(", ");
  throw new Error(`${workflow.path}: job ${job.id} wants ${list}, which its caller may not give`);
}
