import type { AuditEntry } from "../prompts/records/audit.ts";

/** One decision about a task, or one thing that happened to it. */
export interface StoryLine {
  readonly entry: AuditEntry;
  /** `<service>/<environment>`, where it happened in one. */
  readonly place: string | null;
  /** The version that was left: as recorded, else the one that answered in that environment until then. */
  readonly from: string | null;
}

/** What the audit says of one task, in the order of the log; intents are left out, since each is closed by a line of its own. */
export function taskStory(task: string, audit: readonly AuditEntry[]): readonly StoryLine[] {
  const answering = new Map<string, string>();
  const story: StoryLine[] = [];
  for (const entry of audit) {
    if (entry.phase === "intent") continue;
    const place = entry.service === undefined ? null : `${entry.service}/${entry.environment}`;
    if (entry.task === task)
      story.push({ entry, place, from: entry.from ?? answering.get(place ?? "") ?? null });
    const now = (entry.details?.["versions"] as Readonly<Record<string, string>> | undefined)?.[task];
    if (place !== null && now !== undefined) answering.set(place, now);
  }
  return story;
}
