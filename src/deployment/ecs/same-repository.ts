import type { EcsConfig, ServiceConfig } from "../../prompts/config.ts";
import type { Registry, RegistryEnvironment } from "../../prompts/records/registry.ts";

/** What the registry says of a service's environments whose images are in the same repository of ECR; others' cannot be there. */
export function environmentsInRepository(
  { environments }: Registry,
  service: ServiceConfig,
  { account, region, repository }: EcsConfig,
): readonly RegistryEnvironment[] {
  const isThere = ({ ecs }: ServiceConfig["environments"][number]): boolean =>
    ecs?.account === account && ecs.region === region && ecs.repository === repository;
  return service.environments
    .filter(isThere)
    .flatMap(({ name }) => environments[`${service.name}/${name}`] ?? []);
}
