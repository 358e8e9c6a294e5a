import type { EnvironmentConfig } from "../prompts/config.ts";

/** The environments of one service in the order in which a release reaches them; those that wait for nothing come as written. */
export function inDeploymentOrder(environments: readonly EnvironmentConfig[]): readonly EnvironmentConfig[] {
  const depth = (environment: string, seen: readonly string[] = []): number => {
    const after = environments.find((one) => one.name === environment)?.after;
    return after === undefined || seen.includes(after) ? 0 : 1 + depth(after, [...seen, environment]);
  };
  return [...environments].sort((a, b) => depth(a.name) - depth(b.name));
}
