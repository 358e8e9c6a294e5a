import { compareText, type Problem } from "../../prompts/problem.ts";
import { PROBLEM_CODES, type ProblemCode } from "../../prompts/problem-codes.ts";
import type { Json } from "../../prompts/reading/json.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { groupProblems, type ProblemGroup } from "../problem-groups.ts";

/** SARIF 2.1.0 (OASIS), as code scanning of GitHub reads it; at most 50 results a file, the rest as a notification. */
export function renderSarif(problems: readonly Problem[], toolVersion: string): string {
  const groups = groupProblems(problems);
  const codes = [...new Set(problems.map((problem) => problem.code))].sort(compareText);
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "gpt-pipeline-hub", version: toolVersion, rules: codes.map(rule) } },
        columnKind: "utf16CodeUnits",
        invocations: [invocation(groups)],
        results: groups.flatMap((group) => group.shown.map((problem) => result(problem, codes))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const rule = (code: ProblemCode): Json => ({ id: code, shortDescription: { text: PROBLEM_CODES[code] } });

function invocation(groups: readonly ProblemGroup[]): Json {
  const clipped = groups.filter((group) => group.more > 0);
  return {
    executionSuccessful: true,
    toolExecutionNotifications: clipped.map((group) => ({
      level: "note",
      message: { text: `${group.file}: and ${group.more} more` },
    })),
  };
}

function result(problem: Problem, codes: readonly ProblemCode[]): Json {
  return {
    ruleId: problem.code,
    ruleIndex: codes.indexOf(problem.code),
    level: problem.severity,
    message: { text: `${problem.found}. ${problem.fix}` },
    locations: [location(problem)],
    partialFingerprints: { "problem/v1": sha256(`${problem.file}\n${problem.code}\n${problem.found}`) },
  };
}

function location({ file, line, column }: Problem): Json {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file).replaceAll("#", "%23").replaceAll("?", "%3F") },
      region: { startLine: line, startColumn: column },
    },
  };
}
