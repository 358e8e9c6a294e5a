import type { Notice } from "../../deployment/notices/notice.ts";
import { markdownAdvice, markdownCode, markdownSentence } from "../markdown/markdown-text.ts";

/** Characters of one reason. */
const REASON = 600;
const MOST_REASONS = 20;

/** A notice as the body of an issue that closes itself. */
export function noticeBody(notice: Notice): string {
  const end = "This issue closes itself when it is over.";
  return [...partsOf(notice), end].join("\n\n");
}

/** The same alarm again, or its end, as a comment. */
export function noticeComment(notice: Notice): string {
  if (notice.state === "alarm") return ["**Again.**", ...partsOf(notice)].join("\n\n");
  return [...partsOf(notice), "Closed by itself."].join("\n\n");
}

function partsOf({ reasons, facts, fix }: Notice): readonly string[] {
  const shown = reasons.slice(0, MOST_REASONS);
  const rest = reasons.length - shown.length;
  const lines = [
    ...shown.map((reason) => `- ${markdownSentence(reason, REASON)}`),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
  ];
  const table = Object.entries(facts).map(
    ([name, value]) => `| ${markdownCode(name, 40)} | ${markdownCode(value, 200)} |`,
  );
  return [
    lines.join("\n"),
    ...(table.length === 0 ? [] : [["| | |", "|---|---|", ...table].join("\n")]),
    ...(fix === "" ? [] : [`What to do: ${markdownAdvice(fix, REASON)}`]),
  ];
}
