import auditSchema from "../../../schemas/audit.schema.json" with { type: "json" };
import { compileFormat } from "../../prompts/adapters/json-schema.ts";
import { AUDIT_FILE } from "../../prompts/layout.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { JsonObject } from "../../prompts/reading/json.ts";
import { parseJsonLines } from "../../prompts/reading/json-lines.ts";
import { schemaProblems } from "../../prompts/reading/schema-problems.ts";
import { readOrReport } from "../../prompts/task-files.ts";
import type { RepositoryCheck } from "../check.ts";

/** Every line of the audit record is an entry: what is recorded has to stay readable. */
export const checkAuditLog: RepositoryCheck = ({ repository }) => {
  const problems: Problem[] = [];
  const bytes = readOrReport(repository.files, AUDIT_FILE, problems);
  if (bytes === undefined) return problems;
  const log = parseJsonLines(AUDIT_FILE, bytes);
  const check = compileFormat(auditSchema as JsonObject);
  const unfit = log.lines.flatMap(({ line, value }) => schemaProblems(log.positions(line), value, check));
  return [...problems, ...log.problems, ...unfit];
};
