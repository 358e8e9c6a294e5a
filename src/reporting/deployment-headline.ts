import type { DeploymentOutcome, TaskOutcome } from "../deployment/records/deployment-record.ts";

const LIMIT = 140;

/** How it ended in one line, for a terminal, the page of a run and a list of deployments; at most 140 characters. */
export function deploymentHeadline(outcome: DeploymentOutcome): string {
  const back = outcome.tasks.filter(({ instead }) => instead !== undefined);
  const head = ended(outcome);
  const line = back.length === 0 ? head : `${head}: ${back.map(wayBack).join(", ")}`;
  return line.length <= LIMIT ? line : `${line.slice(0, LIMIT - 1)}…`;
}

/** Where it came to nothing, `state` names the release from before. */
function ended({ kind, release, state, service, environment }: DeploymentOutcome): string {
  const place = `${service}/${environment}`;
  const what = { deploy: "deployment", restart: "restart", rollback: "rollback" }[kind];
  if (kind === "restart" && state.status !== "failed" && state.status !== "held")
    return `Release ${state.release} restarted on ${place}`;
  switch (state.status) {
    case "verified":
      return `Release ${state.release} verified on ${place}`;
    case "rolled_back":
      return kind === "rollback"
        ? `${place} went back to release ${state.release}`
        : `Release ${state.release} rolled back in part on ${place}`;
    case "held":
      return `${place} is held at release ${state.release}`;
    case "failed":
      return `The ${what} of release ${release} on ${place} failed`;
    case "deploying":
      return `The ${what} on ${place} goes on`;
  }
}

const wayBack = ({ task, version, instead }: TaskOutcome): string => `${task} ${version} → ${instead}`;
