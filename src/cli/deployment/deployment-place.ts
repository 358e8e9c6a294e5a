import type { EnvironmentConfig, ServiceConfig } from "../../prompts/config.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { CONFIG_FILE } from "../../prompts/layout.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { CommandContext, Flag } from "../frame/command.ts";

/** Where something is deployed. */
export interface DeploymentPlace {
  readonly service: ServiceConfig;
  readonly environment: EnvironmentConfig;
}

/** Its key in the registry. */
export const placeName = ({ service, environment }: DeploymentPlace): string =>
  `${service.name}/${environment.name}`;

export const PLACE_FLAGS = {
  service: { kind: "text", value: "NAME", help: "the service (default: the only one)" },
  environment: { kind: "text", value: "NAME", help: "the environment (default: the service's first one)" },
} as const satisfies Readonly<Record<string, Flag>>;

/** What `--service` and `--environment` name in pipeline.config.yaml. Throws `Failure` with exit 2. */
export function deploymentPlace({ flags }: CommandContext, { config }: Repository): DeploymentPlace {
  const service = choose("service", config.services, flags.text("service"), config.services.length === 1);
  const environment = choose("environment", service.environments, flags.text("environment"), true);
  return { service, environment };
}

function choose<T extends { readonly name: string }>(
  kind: string,
  known: readonly T[],
  name: string | undefined,
  mayDefault: boolean,
): T {
  const found = name === undefined && mayDefault ? known[0] : known.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = known.map((each) => each.name).join(", ") || "none";
  const what = name === undefined ? `no ${kind} is named` : `${CONFIG_FILE} has no ${kind} "${name}"`;
  throw new Failure(`${what}; nothing was deployed`, {
    exit: EXIT.usage,
    fix: `Give --${kind}; known: ${names}.`,
  });
}
