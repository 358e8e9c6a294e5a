import { compareText } from "../prompts/problem.ts";
import type { AuditEntry } from "../prompts/records/audit.ts";
import type { EnvironmentStatus, Registry, RegistryEnvironment } from "../prompts/records/registry.ts";
import { launched, type ScriptNames } from "./launched.ts";

/** What an environment has, since when, and what is to be done about it. */
export interface PlaceRow {
  /** `<service>/<environment>`. */
  readonly place: string;
  readonly status: EnvironmentStatus | "never deployed" | "not configured";
  /** Absent where nothing was ever deployed. */
  readonly state?: RegistryEnvironment;
  /** When and by whom it came to this, as the audit has it. */
  readonly since: string | null;
  readonly by: string | null;
  /** Why it is held, failed or was rolled back; null for the rest. */
  readonly reason: string | null;
  /** What somebody can do about it, each with its command; empty where nothing is to be done. */
  readonly next: readonly NextStep[];
}

export interface NextStep {
  /** Without a full stop. */
  readonly what: string;
  readonly command: string;
}

export interface PlaceInput {
  readonly registry: Registry;
  /** In the order of the log. */
  readonly audit: readonly AuditEntry[];
  /** Every `<service>/<environment>` of the configuration. */
  readonly configured: readonly string[];
  /** Which commands the reader can start as scripts. */
  readonly scripts?: ScriptNames;
}

/** Every environment that is configured or on record, sorted by name. */
export function placeRows({ registry, audit, configured, scripts }: PlaceInput): readonly PlaceRow[] {
  const places = [...new Set([...configured, ...Object.keys(registry.environments)])].sort(compareText);
  return places.map((place) => {
    const state = registry.environments[place];
    if (state === undefined) return neverDeployed(place, scripts);
    const { first, last } = stepsTo(
      state,
      audit.filter((entry) => isHere(entry, place)),
    );
    return {
      place,
      status: configured.includes(place) ? state.status : "not configured",
      state,
      since: first?.at ?? null,
      by: first?.actor ?? null,
      reason: reasonOf(state.status, first, last),
      next: nextSteps(place, state.status, scripts),
    };
  });
}

const neverDeployed = (place: string, scripts: ScriptNames): PlaceRow => ({
  ...{ place, status: "never deployed", since: null, by: null, reason: null },
  next: [step("Deploy what is in production", "deploy", place, scripts)],
});

/** The lines of an environment's own operations; those of its tasks stand beside them. */
const isHere = ({ service, environment, task, action }: AuditEntry, place: string): boolean =>
  `${service}/${environment}` === place && task === undefined && action !== "freeze";

/** The first and the last of the operations in a row that left it as it is: a restart changes neither status nor content. */
function stepsTo(
  { status, image }: RegistryEnvironment,
  log: readonly AuditEntry[],
): { readonly first?: AuditEntry | undefined; readonly last?: AuditEntry | undefined } {
  if (status === "deploying") {
    const begun = log.findLast(({ phase }) => phase === "intent");
    return { first: begun, last: begun };
  }
  const closed = log.filter(({ phase }) => phase !== "intent");
  const isSame = ({ details }: AuditEntry): boolean =>
    details?.["status"] === status && details["image"] === image;
  const steps = closed.slice(closed.findLastIndex((entry) => !isSame(entry)) + 1);
  return { first: steps[0], last: steps.at(-1) };
}

/** Of what was taken back the first reason counts; of what is held or failed the newest. */
function reasonOf(
  status: EnvironmentStatus,
  first: AuditEntry | undefined,
  last: AuditEntry | undefined,
): string | null {
  if (status === "verified" || status === "deploying") return null;
  return (status === "rolled_back" ? first : last)?.reason ?? null;
}

function nextSteps(place: string, status: EnvironmentStatus, scripts: ScriptNames): readonly NextStep[] {
  const to = (what: string, name: string, more?: string): NextStep => step(what, name, place, scripts, more);
  switch (status) {
    case "verified":
    case "rolled_back":
      return [];
    case "deploying":
      return [to("Go on with it, where nobody is at work there", "deploy")];
    case "failed":
      return [to("What ran before still does. Once the cause is mended", "deploy")];
    case "held":
      return [to("Evaluate it once more", "deploy"), to("Or take it back", "rollback", '--reason "why"')];
  }
}

function step(what: string, name: string, place: string, scripts: ScriptNames, more = ""): NextStep {
  const [service, environment] = place.split("/");
  const flags = [`--service ${service}`, `--environment ${environment}`, more, "--commit --push"];
  const command = `npm run ${name} -- ${flags.filter((flag) => flag !== "").join(" ")}`;
  return { what, command: launched(command, scripts) };
}
