import type { DeploymentOutcome } from "../../deployment/records/deployment-record.ts";
import { deploymentHeadline } from "../deployment-headline.ts";
import type { Palette } from "./palette.ts";

/** How a deployment or a rollback ended, why, and where the service answers. */
export function renderDeployment(outcome: DeploymentOutcome, palette: Palette, url?: string): string {
  const mark = outcome.verdict === "pass" ? palette.good : palette.bad;
  const details = [...outcome.reasons, ...(url === undefined ? [] : [url])];
  return [mark(deploymentHeadline(outcome)), ...details.map((detail) => `  ${detail}`)].join("\n");
}
