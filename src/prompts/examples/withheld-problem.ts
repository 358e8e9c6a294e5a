import type { Metadata } from "../metadata.ts";
import type { Problem } from "../problem.ts";
import { PROBLEM_CODES, type ProblemCode } from "../problem-codes.ts";
import type { ParsedFile } from "../reading/parsed-file.ts";
import type { TaskEntry } from "../repository-index.ts";

/** Their texts name ids, counts, days and paths alone, never what an example says. */
const QUOTE_NO_CONTENT: readonly ProblemCode[] = [
  "duplicate-example",
  "file-unreadable",
  "quarantine-ends",
  "smoke-only",
  "too-few-examples",
];

/**
 * A problem in examples with personal data, as it may reach a comment, a check run or a log: its place and its kind. What was found
 * there would quote the text, a key or a value, each of which may name somebody.
 */
export function withheldProblem(problem: Problem): Problem {
  if (QUOTE_NO_CONTENT.includes(problem.code)) return problem;
  return {
    ...problem,
    found: PROBLEM_CODES[problem.code].replace(/\.$/, ""),
    fix: "Look at that place in the file: what stands there is personal data and is not shown.",
  };
}

/** Whether a task's examples may name people: its metadata calls them personal, or cannot be read so far as to say what it calls them. */
export function mayNamePeople(entry: TaskEntry, metadata: ParsedFile<Metadata> | undefined): boolean {
  if (metadata === undefined) return entry.metadata !== undefined;
  if (metadata.value !== undefined) return metadata.value.data === "personal";
  if (!metadata.problems.every(({ code }) => WELL_FORMED.includes(code))) return true;
  const isSaid = JSON.stringify(metadata.placeOf(["data"])) !== JSON.stringify(metadata.placeOf([]));
  return isSaid && !/^["']?(public|internal)["']?$/.test(metadata.sourceOf(["data"]) ?? "");
}

/** A file with no other problems is well-formed, though it does not fit its format. */
const WELL_FORMED: readonly ProblemCode[] = ["unknown-key", "missing-key", "invalid-value"];
