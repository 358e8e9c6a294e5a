/** What `eval-runner --report` can write. */
export const REPORT_FORMATS = ["json", "jsonl", "junit", "html", "markdown", "evidence"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
