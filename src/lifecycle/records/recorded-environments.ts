import { isJsonObject } from "../../prompts/reading/json.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { RegistryEnvironment } from "../../prompts/records/registry.ts";

/**
 * Every environment as the audit record tells it, keyed `<service>/<environment>`: what the newest closed operation left,
 * deploying where another one was begun since.
 */
export function recordedEnvironments(audit: readonly AuditEntry[]): ReadonlyMap<string, RegistryEnvironment> {
  const environments = new Map<string, RegistryEnvironment>();
  for (const entry of audit) {
    if (entry.service === undefined || entry.environment === undefined || entry.task !== undefined) continue;
    const place = `${entry.service}/${entry.environment}`;
    const known = environments.get(place);
    if (entry.phase === "intent") {
      if (known !== undefined && isDeployment(entry))
        environments.set(place, { ...known, status: "deploying" });
      continue;
    }
    const closed = closedState(entry);
    if (closed !== undefined) environments.set(place, closed);
  }
  return environments;
}

const isDeployment = ({ action }: AuditEntry): boolean => action === "deploy" || action === "rollback";

function closedState({ to, details }: AuditEntry): RegistryEnvironment | undefined {
  const release = /^release (\d+)$/.exec(to ?? "")?.[1];
  const { generation, image, pins, status } = details ?? {};
  const isState =
    release !== undefined &&
    typeof generation === "number" &&
    typeof image === "string" &&
    typeof status === "string" &&
    pins !== undefined &&
    isJsonObject(pins);
  if (!isState) return undefined;
  return {
    release: Number(release),
    image,
    pins: pins as RegistryEnvironment["pins"],
    status: status as RegistryEnvironment["status"],
    generation,
  };
}
