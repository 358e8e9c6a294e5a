import type { AuditEntry } from "../../prompts/records/audit.ts";

/** An environment in which deployments wait. */
export interface Freeze {
  /** `<service>/<environment>`. */
  readonly place: string;
  /** ISO 8601 in UTC; at that moment it is over. */
  readonly until: string;
  readonly reason: string;
  readonly actor: string;
}

/** The freezes that hold at a moment (ISO 8601), sorted by place: for each environment the newest entry of the record decides. */
export function activeFreezes(audit: readonly AuditEntry[], now: string): readonly Freeze[] {
  const newest = new Map<string, Freeze>();
  for (const { action, phase, service, environment, actor, reason = "", details } of audit) {
    const until = details?.["until"];
    if (action !== "freeze" || phase !== "done" || typeof until !== "string") continue;
    const place = `${service}/${environment}`;
    newest.set(place, { place, until, reason, actor });
  }
  return [...newest.values()]
    .filter(({ until }) => Date.parse(until) > Date.parse(now))
    .sort((a, b) => (a.place < b.place ? -1 : 1));
}

/** For people, without a full stop. */
export const freezeSentence = ({ place, until, reason, actor }: Freeze): string =>
  `${place} is frozen until ${until} by ${actor}: ${reason}`;

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * The moment that a person means, as ISO 8601: `now`, a span like `90m`, `8h` or `3d` from now, or a date with or without a time, in
 * UTC unless it names another zone. Undefined for anything else.
 */
export function parseUntil(text: string, now: string): string | undefined {
  if (text === "now") return now;
  const span = /^(\d{1,4})([mhd])$/.exec(text);
  if (span !== null) {
    const unit = UNITS_MS[span[2] as keyof typeof UNITS_MS];
    return new Date(Date.parse(now) + Number(span[1]) * unit).toISOString();
  }
  const moment = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (moment === null) return undefined;
  const [, day, time = "00:00", zone = "Z"] = moment;
  const milliseconds = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}
