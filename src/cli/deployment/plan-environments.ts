import { inDeploymentOrder } from "../../deployment/deployment-order.ts";
import type { EnvironmentConfig, ServiceConfig } from "../../prompts/config.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { CONFIG_FILE } from "../../prompts/layout.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { openWorkspace } from "../frame/workspace.ts";

interface PlannedEnvironment {
  readonly service: string;
  readonly environment: string;
  readonly target: string;
  /** The environment's name on GitHub, where its approvals and secrets are. */
  readonly name: string;
  /** Where it is in AWS; absent elsewhere. */
  readonly account?: string;
  readonly region?: string;
  readonly repository?: string;
}

/** The image that the environments of a service share. */
interface PlannedImage {
  readonly service: string;
  readonly region: string;
  readonly repository: string;
}

/** Where production has to be deployed, each environment behind the one that it comes after, and which services need an image. */
export async function planEnvironments(context: CommandContext): Promise<CommandResult> {
  const { repository } = openWorkspace(context);
  const [service, environment] = [context.flags.text("service"), context.flags.text("environment")];
  const all = repository.config.services.flatMap(inOrder);
  const planned = all.filter(
    (one) =>
      (service === undefined || one.service === service) &&
      (environment === undefined || one.environment === environment),
  );
  if (planned.length === 0 && (service ?? environment) !== undefined)
    throw unknownPlace(all, service, environment);
  const { writeStepResult } = await import("../adapters/step-result.ts");
  const images = imagesOf(planned);
  await writeStepResult(context.environment, {
    outputs: { environments: JSON.stringify(planned), images: JSON.stringify(images) },
  });
  const lines = planned.map((one) => `${one.service}/${one.environment} (${one.target})`);
  return {
    exit: EXIT.done,
    json: { environments: planned.map((one) => ({ ...one })), images: images.map((one) => ({ ...one })) },
    text: lines.length === 0 ? `${CONFIG_FILE} has no service to deploy` : lines.join("\n"),
  };
}

const inOrder = ({ name, environments }: ServiceConfig): readonly PlannedEnvironment[] =>
  inDeploymentOrder(environments).map((one) => ({
    ...{ service: name, environment: one.name, target: one.target, name: `${name}-${one.name}` },
    ...placeInAws(one),
  }));

function placeInAws({
  ecs,
}: EnvironmentConfig): Pick<PlannedEnvironment, "account" | "region" | "repository"> {
  if (ecs === undefined) return {};
  const { account, region, repository } = ecs;
  return { account, region, repository };
}

/** One a service and repository, however many environments run it; accounts that replicate images share one too. */
function imagesOf(planned: readonly PlannedEnvironment[]): readonly PlannedImage[] {
  const all = planned.flatMap(({ service, region, repository }) =>
    region === undefined || repository === undefined ? [] : [{ service, region, repository }],
  );
  const keyOf = ({ service, region, repository }: PlannedImage): string =>
    `${service} ${region} ${repository}`;
  return [...new Map(all.map((image) => [keyOf(image), image])).values()];
}

function unknownPlace(
  all: readonly PlannedEnvironment[],
  service = "any service",
  environment = "any environment",
): Failure {
  const known = all.map((one) => `${one.service}/${one.environment}`).join(", ") || "none";
  return new Failure(`${CONFIG_FILE} has no ${service}/${environment}; nothing was planned`, {
    exit: EXIT.usage,
    fix: `Known: ${known}.`,
  });
}
