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
    const last = audit.findLast((entry) => isStep(entry, place, state.status));
    return {
      place,
      status: configured.includes(place) ? state.status : "not configured",
      state,
      since: last?.at ?? null,
      by: last?.actor ?? null,
      reason: isSettled(state.status) ? null : (last?.reason ?? null),
      next: nextSteps(place, state.status, scripts),
    };
  });
}

const neverDeployed = (place: string, scripts: ScriptNames): PlaceRow => ({
  ...{ place, status: "never deployed", since: null, by: null, reason: null },
  next: [step("Deploy what is in production", "deploy", place, scripts)],
});

/** The line that brought the environment to its status: an operation's own, not one of its tasks'. */
function isStep(entry: AuditEntry, place: string, status: EnvironmentStatus): boolean {
  const isHere = `${entry.service}/${entry.environment}` === place && entry.task === undefined;
  if (!isHere || entry.action === "freeze") return false;
  return status === "deploying" ? entry.phase === "intent" : entry.details?.["status"] === status;
}

const isSettled = (status: EnvironmentStatus): boolean => status === "verified" || status === "deploying";

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
