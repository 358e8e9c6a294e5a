import type { NotifyEvent } from "../../prompts/config.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { DeploymentOutcome } from "../records/deployment-record.ts";
import { aNotice, type Notice } from "./notice.ts";

type PlaceEvent = Extract<NotifyEvent, "rollback" | "held" | "failed">;

const EVENTS: readonly PlaceEvent[] = ["rollback", "held", "failed"];

const WORDS: Readonly<Record<PlaceEvent, { readonly title: string; readonly fix: string }>> = {
  rollback: {
    title: "rolled back",
    fix: "Mend the prompt, evaluate and promote it again; `npm run status` shows what answers now.",
  },
  held: {
    title: "held, and a person has to look",
    fix: "Look at `npm run status`, then deploy again or roll back.",
  },
  failed: {
    title: "a deployment failed",
    fix: "Look at the reasons, then deploy again.",
  },
};

/** What has to be told of a deployment or a rollback that ended so; `audit` is the record before its end. */
export function outcomeNotices(
  outcome: DeploymentOutcome,
  audit: readonly AuditEntry[],
  at: string,
): readonly Notice[] {
  const subject = `${outcome.service}/${outcome.environment}`;
  const happened = eventsOf(outcome);
  const alarms = happened.map((event) =>
    aNotice({
      ...about(outcome, event, subject, at),
      state: "alarm",
      reasons: outcome.reasons,
      fix: WORDS[event].fix,
    }),
  );
  const isWell = outcome.state.status === "verified" && happened.length === 0;
  const ended = isWell ? openEvents(audit, outcome) : [];
  return [...alarms, ...ended.map((event) => endOf(outcome, event, subject, at))];
}

function endOf(outcome: DeploymentOutcome, event: PlaceEvent, subject: string, at: string): Notice {
  const reasons = [`release ${outcome.state.release} is verified there now`];
  return aNotice({ ...about(outcome, event, subject, at), state: "ended", reasons, fix: "" });
}

function about(outcome: DeploymentOutcome, event: PlaceEvent, subject: string, at: string) {
  const { operation, verdict, state } = outcome;
  const back = outcome.tasks.flatMap(({ task, version, instead }) =>
    instead === undefined ? [] : [`${task} ${version} -> ${instead}`],
  );
  const facts = {
    ...{ release: String(state.release), image: state.image, status: state.status, verdict },
    ...(back.length === 0 ? {} : { went_back: back.join(", ") }),
  };
  return { event, subject, operation, at, title: `${subject}: ${WORDS[event].title}`, facts };
}

function eventsOf({ kind, state, tasks, mustNotify }: DeploymentOutcome): readonly PlaceEvent[] {
  if (!mustNotify) return [];
  const hasReturned = tasks.some(({ instead }) => instead !== undefined);
  const isUndecided = tasks.some(({ status }) => status === undefined);
  const happened: Readonly<Record<PlaceEvent, boolean>> = {
    rollback: hasReturned || (kind === "rollback" && state.status === "rolled_back"),
    held: state.status === "held" || isUndecided,
    failed: state.status === "failed",
  };
  return EVENTS.filter((event) => happened[event]);
}

/** What happened there since the environment was last verified. */
function openEvents(
  audit: readonly AuditEntry[],
  { service, environment }: DeploymentOutcome,
): readonly PlaceEvent[] {
  const own = audit.filter((entry) => entry.service === service && entry.environment === environment);
  const wellAt = own.findLastIndex(({ details }) => details?.["status"] === "verified");
  const since = own.slice(wellAt + 1);
  return EVENTS.filter((event) => since.some((entry) => isAlarm(event, entry)));
}

function isAlarm(event: PlaceEvent, { action, phase, task, verdict, details }: AuditEntry): boolean {
  switch (event) {
    case "rollback":
      return action === "rollback" && phase === "done";
    case "held":
      return (
        details?.["status"] === "held" || (action === "deploy" && task !== undefined && verdict !== "pass")
      );
    case "failed":
      return details?.["status"] === "failed";
  }
}
