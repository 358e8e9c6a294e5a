import type { FinishedRelease, VersionChange } from "../../deployment/releases/finished-release.ts";
import type { EvalReport } from "../../evaluation/report.ts";
import type { EvidenceReference } from "../../prompts/records/registry.ts";
import { counted, formatScore } from "../figures.ts";
import { markdownCode, markdownSentence } from "../markdown/markdown-text.ts";
import { takeWithin } from "../markdown/text-budget.ts";

/** A task of the release, with what stands behind the version that answers now. */
export interface ReleasedChange extends VersionChange {
  /** Absent for a task that answers no more, and where another version is in production already. */
  readonly evidence?: EvidenceReference;
  /** The run that the evidence cites, where it is kept. */
  readonly report?: EvalReport;
  /** The changelog's line; absent where there is none, and for personal data. */
  readonly change?: string;
}

export interface ReleaseNotes {
  readonly title: string;
  readonly body: string;
}

/** Of the table. GitHub refuses a body of more than 125,000 characters: https://docs.github.com/en/rest/releases/releases */
const MOST_BYTES = 100_000;
const LINE = 200;

/** The page of a release: where it is verified, what answers differently on which evidence, and the way back. */
export function renderReleaseNotes(
  release: FinishedRelease,
  changes: readonly ReleasedChange[],
  rollback: string,
): ReleaseNotes {
  const { service, number, environments, before, image } = release;
  const lines = [
    `Verified on ${environments.map((name) => markdownCode(name, 60)).join(" and ")}, the end of its way.`,
    "",
    ...changeLines(release, changes),
    "",
    ...wayBack(before !== undefined, rollback),
    "",
    `<sub>Content ${markdownCode(image, 80)}</sub>`,
    "",
  ];
  return { title: `${service} release ${number}`, body: lines.join("\n") };
}

/** Which release it leads to is found out then: the newest verified one whose versions still may answer. */
const wayBack = (isAnyBefore: boolean, rollback: string): readonly string[] =>
  isAnyBefore
    ? [
        "**To go back** to what was verified before: start the workflow `rollback` with a reason, or, in a checkout:",
        "",
        "```sh",
        rollback,
        "```",
      ]
    : ["Nothing was released before, so that there is nothing to go back to."];

function changeLines({ before }: FinishedRelease, changes: readonly ReleasedChange[]): readonly string[] {
  if (changes.length === 0) return ["No task answers by another version than before."];
  const since = before === undefined ? "The first release." : `Since release ${before.number}:`;
  const rows = takeWithin(changes.map(row), MOST_BYTES);
  const left = changes.length - rows.length;
  return [
    since,
    "",
    "| task | version | before | evidence | change |",
    "|---|---|---|---|---|",
    ...rows,
    ...(left > 0
      ? ["", `and ${counted(left, "task")} more, in the tag's message and in \`prompt_audit.jsonl\`.`]
      : []),
  ];
}

function row(change: ReleasedChange): string {
  const { task, from, to } = change;
  const cells = [
    markdownCode(task, 80),
    to === undefined ? "answers no more" : markdownCode(to, 40),
    from === undefined ? "new" : markdownCode(from, 40),
    evidenceText(change),
    change.change === undefined ? "" : markdownSentence(change.change, LINE),
  ];
  return `| ${cells.join(" | ")} |`;
}

function evidenceText({ evidence, report }: ReleasedChange): string {
  switch (evidence?.kind) {
    case undefined:
      return "";
    case "run": {
      const score = report === undefined ? "" : `score ${formatScore(report.score)}, `;
      return `${score}${markdownCode(evidence.run_id, 80)}`;
    }
    case "override":
      return `a person's decision: ${markdownSentence(evidence.reason, LINE)}`;
    case "downgrade":
      return `a downgrade: ${markdownSentence(evidence.reason, LINE)}`;
  }
}
