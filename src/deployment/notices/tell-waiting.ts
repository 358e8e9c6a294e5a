import { Failure } from "../../prompts/failure.ts";
import type { NoticeOutbox, WaitingNotice } from "./notice-outbox.ts";
import type { Notifier } from "./notifier.ts";

export interface TellingPorts {
  readonly outbox: NoticeOutbox;
  /** The place with this key; undefined where pipeline.config.yaml names none any more. Throws `Failure`. */
  open(to: string): Promise<Notifier | undefined>;
  /** Whether the audit record has that operation. */
  isRecorded(operation: string): boolean;
}

/** What became of one notice, as a sentence. */
export interface Telling {
  readonly kind: "told" | "waiting" | "dropped";
  readonly said: string;
}

/** Tells all that waits and is true by now, oldest first; one place that refuses keeps no other one waiting. */
export async function tellWaiting(ports: TellingPorts): Promise<readonly Telling[]> {
  const { outbox, isRecorded } = ports;
  const tellings = await outbox.alone(async () => {
    const due = outbox
      .waiting()
      .filter(({ recordedAs }) => recordedAs === undefined || isRecorded(recordedAs));
    const done: Telling[] = [];
    for (const waiting of due) done.push(await tell(waiting, ports));
    return done;
  });
  return tellings ?? [];
}

async function tell(waiting: WaitingNotice, { outbox, open }: TellingPorts): Promise<Telling> {
  const { notice, to } = waiting;
  try {
    const place = await open(to);
    if (place === undefined) {
      outbox.drop(waiting);
      return {
        kind: "dropped",
        said: `"${notice.title}" is told to nobody: no ${to} is configured any more`,
      };
    }
    const said = await place.tell(notice);
    outbox.markTold(waiting);
    return { kind: "told", said };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    outbox.keep(waiting, error.message);
    return { kind: "waiting", said: `"${notice.title}" was not told: ${error.message}. ${error.fix}` };
  }
}
