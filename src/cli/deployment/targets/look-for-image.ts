import { createEcrRegistry } from "../../../deployment/adapters/ecs/ecr-client.ts";
import type { NamedRelease } from "../../../deployment/ecs/release-image.ts";
import { parseRepositoryAddress } from "../../../deployment/ecs/repository-address.ts";
import { type StandingImage, standingImage } from "../../../deployment/ecs/standing-image.ts";
import type { ServiceConfig } from "../../../prompts/config.ts";
import type { Failure } from "../../../prompts/failure.ts";
import { CONFIG_FILE } from "../../../prompts/layout.ts";
import { usage } from "../../frame/parse-flags.ts";
import { awsClientSettings } from "./aws-client-settings.ts";

/** The statement of the pushing role's policy that allows to look. */
const STATEMENT = "Push";

/**
 * What the release's tag stands for in the repository that the flag names, which has to be one of the service's; undefined where
 * nothing does. Throws `Failure`.
 */
export async function lookForImage(
  address: string,
  service: ServiceConfig,
  release: NamedRelease,
): Promise<StandingImage | undefined> {
  const found = parseRepositoryAddress(address);
  const known = service.environments.flatMap(({ ecs }) => (ecs === undefined ? [] : [ecs]));
  const wanted = known.find(
    ({ account, region, repository }) =>
      account === found?.account && region === found.region && repository === found.repository,
  );
  if (wanted === undefined) throw otherRepository(address, service.name, known);
  const { account, repository, region } = wanted;
  const names = { account, repository, statement: STATEMENT };
  return standingImage(createEcrRegistry(awsClientSettings(region), names), release);
}

function otherRepository(
  address: string,
  service: string,
  known: readonly { readonly account: string; readonly region: string; readonly repository: string }[],
): Failure {
  const places = known.map(
    ({ account, region, repository }) => `${repository} of account ${account} in ${region}`,
  );
  return usage(
    { name: "release" },
    `--image-of ${address} is no repository of ${service}`,
    `${CONFIG_FILE} has ${[...new Set(places)].join(", ") || "none for this service"}. Give ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME, or other credentials.`,
  );
}
