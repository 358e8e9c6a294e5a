import type { HostEnvironment, HostSettings } from "./host-settings.ts";
import { type HostRequest, has, lacks, type Need, unseen, wants } from "./need.ts";
import type { WantedEnvironment, WantedSettings } from "./wanted-settings.ts";

/** One need an environment: it is there, with its branch and, where somebody has to agree, with reviewers. */
export function environmentNeeds(host: HostSettings, wanted: WantedSettings): readonly Need[] {
  return wanted.environments.map((environment) => environmentNeed(host, wanted, environment));
}

function environmentNeed(host: HostSettings, wanted: WantedSettings, environment: WantedEnvironment): Need {
  const name = `environment ${environment.name}`;
  if (host.environments.kind === "unseen") return unseen(name);
  const standing = host.environments.value.find((one) => one.name === environment.name);
  const missing = missingOf(standing, environment, wanted.mainBranch);
  if (missing.length === 0) return has(name, `${environment.use}${guardOf(environment, wanted.mainBranch)}`);
  const found = `${environment.use}; ${missing.join(", ")}`;
  const lacksReviewers = environment.needsReviewers && (standing?.reviewers ?? []).length === 0;
  if (lacksReviewers && wanted.reviewers.length === 0)
    return wants(name, found, "npm run setup-github -- --reviewer ORG/TEAM");
  return lacks(name, found, requestsFor(host, wanted, environment, standing));
}

function missingOf(
  standing: HostEnvironment | undefined,
  { needsReviewers, isMainOnly }: WantedEnvironment,
  mainBranch: string,
): readonly string[] {
  if (standing === undefined) return ["it is not there"];
  const { branches, reviewers, preventsSelfReview } = standing;
  const isRestricted = Array.isArray(branches) && branches.length === 1 && branches[0] === mainBranch;
  return [
    ...(isMainOnly && !isRestricted ? [`other branches than ${mainBranch} may use it`] : []),
    ...(!isMainOnly && branches !== "all" ? ["pull requests may not use it"] : []),
    ...(needsReviewers && reviewers.length === 0 ? ["nobody has to agree"] : []),
    ...(needsReviewers && reviewers.length > 0 && !preventsSelfReview ? ["who asks may agree alone"] : []),
    ...(!needsReviewers && reviewers.length > 0 && standing.name === "rollback"
      ? ["it waits for reviewers"]
      : []),
  ];
}

const guardOf = ({ needsReviewers, isMainOnly }: WantedEnvironment, mainBranch: string): string =>
  `${isMainOnly ? `, from ${mainBranch} alone` : ""}${needsReviewers ? ", with reviewers" : ""}`;

/** What stands is kept: the interface replaces an environment's rules as a whole. */
function requestsFor(
  { repository }: HostSettings,
  { reviewers, mainBranch }: WantedSettings,
  { name, needsReviewers, isMainOnly }: WantedEnvironment,
  standing: HostEnvironment | undefined,
): readonly HostRequest[] {
  const path = `repos/${repository}/environments/${encodeURIComponent(name)}`;
  const kept = name === "rollback" ? [] : (standing?.reviewers ?? []);
  const people = needsReviewers && kept.length === 0 ? reviewers : kept;
  const hasBranch = Array.isArray(standing?.branches) && standing.branches.includes(mainBranch);
  return [
    {
      method: "PUT",
      path,
      body: {
        wait_timer: standing?.waitMinutes ?? 0,
        prevent_self_review: needsReviewers || (standing?.preventsSelfReview ?? false),
        reviewers: people.map(({ type, id }) => ({ type, id })),
        deployment_branch_policy: isMainOnly
          ? { protected_branches: false, custom_branch_policies: true }
          : null,
      },
    },
    ...(isMainOnly && !hasBranch
      ? [{ method: "POST" as const, path: `${path}/deployment-branch-policies`, body: { name: mainBranch } }]
      : []),
  ];
}
