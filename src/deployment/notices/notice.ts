import type { NotifyEvent } from "../../prompts/config.ts";
import { sha256 } from "../../prompts/sha256.ts";

/** What somebody has to know, or that it is over. It holds no answer of a model and no key. */
export interface Notice {
  readonly schema_version: 1;
  /** The same event of the same operation has the same id, whoever tells it and however often. */
  readonly id: string;
  readonly event: NotifyEvent;
  readonly state: "alarm" | "ended";
  /** A task, or `service/environment`: one alarm an event and subject is open at a time. */
  readonly subject: string;
  readonly operation: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** One line. The title of an alarm is the same each time. */
  readonly title: string;
  /** Sentences for people, the deciding one first. */
  readonly reasons: readonly string[];
  readonly facts: Readonly<Record<string, string>>;
  /** What to do, one sentence; empty where it is over. */
  readonly fix: string;
}

export function aNotice(said: Omit<Notice, "schema_version" | "id">): Notice {
  const { event, state, subject, operation } = said;
  const id = sha256(`notice ${event} ${state} ${subject} ${operation}`).slice(0, 24);
  return { schema_version: 1, id, ...said };
}

/** What stays the same from the first alarm of something to its end. */
export const alarmKey = ({ event, subject }: Pick<Notice, "event" | "subject">): string =>
  sha256(`alarm ${event} ${subject}`).slice(0, 24);
