import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { Registry } from "../../prompts/records/registry.ts";
import type { Release } from "../../prompts/records/release.ts";
import { strangersDeployment } from "../ecs/strangers-deployment.ts";
import type { ObservedState, Pins } from "../targets/target.ts";
import { isUnsettled } from "../unsettled.ts";
import type { RollbackSituation, VerifiedRelease } from "./rollback-situation.ts";

export interface GroundFacts {
  readonly service: string;
  readonly environment: string;
  readonly observed: ObservedState;
  /** Releases that can be started again, the highest number first. */
  readonly releases: readonly Release[];
  readonly registry: Registry;
  readonly audit: readonly AuditEntry[];
}

/** What a rollback starts from. Throws `Failure` with exit 7 where nothing of ours runs, or what runs is not known here. */
export function rollbackGround(
  facts: GroundFacts,
): Pick<RollbackSituation, "live" | "unsettled" | "earlier"> {
  const { observed, registry, audit, service, environment } = facts;
  const place = `${service}/${environment}`;
  if (observed.stranger !== undefined) throw strangersDeployment({ key: place }, observed.stranger);
  const { deployment } = observed;
  if (deployment === undefined) throw refusal(`nothing runs on ${place}`, "Deploy first.");
  const recorded = registry.environments[place];
  const seen = knownRelease(facts, deployment);
  const earlier = verifiedHere(facts);
  if (recorded === undefined || !isUnsettled(audit, facts, deployment, recorded))
    return { live: seen, earlier };
  return { live: knownRelease(facts, recorded), unsettled: seen, earlier };
}

function knownRelease(
  { releases, registry, service, environment }: GroundFacts,
  { image, pins }: { readonly image: string; readonly pins: Pins },
): VerifiedRelease {
  const release = releases.find((each) => each.image === image);
  if (release !== undefined) return { release, pins };
  const recorded = registry.environments[`${service}/${environment}`];
  const name = recorded?.image === image ? `release ${recorded.release}` : `image ${image.slice(0, 19)}`;
  throw refusal(
    `${name} answers on ${service}/${environment}, and cannot be made from this clone`,
    "Fetch the whole history (`git fetch --unshallow`, or `git pull`), or roll back on the machine that deployed it.",
  );
}

/** Releases that a deployment here closed as verified, newest first, with the pins they were verified with. */
function verifiedHere({ releases, audit, service, environment }: GroundFacts): readonly VerifiedRelease[] {
  const verified = audit.filter(
    (entry) =>
      entry.service === service &&
      entry.environment === environment &&
      entry.phase === "done" &&
      entry.details?.["status"] === "verified",
  );
  return releases.flatMap((release) => {
    const entry = verified.findLast(({ details }) => details?.["image"] === release.image);
    return entry === undefined ? [] : [{ release, pins: (entry.details?.["pins"] ?? {}) as Pins }];
  });
}

const refusal = (why: string, fix: string): Failure =>
  new Failure(`${why}; nothing was rolled back`, { exit: EXIT.conflict, fix });
