import type { CodeHost } from "../../code-host.ts";
import { ask, type Octokit, PAGE, type Place } from "./github-requests.ts";

/**
 * The rules of a branch come without a word about who passes them; each ruleset says it of whoever asks.
 * https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset
 * Of the older protection a branch itself shows only its checks; `protected` alone is true of rulesets too, so it is not read.
 * https://docs.github.com/en/rest/branches/branches#get-a-branch
 */
export function githubRules(
  { rest, paginate }: Octokit,
  place: Place,
): Pick<CodeHost, "rulesAgainst" | "olderProtection"> {
  return {
    olderProtection: (branch) =>
      ask("reading the branch's protection", async () => {
        const { data } = await rest.repos.getBranch({ ...place, branch });
        const { enabled = false, required_status_checks: required } = data.protection;
        const isRequired = ["everyone", "non_admins"].includes(required?.enforcement_level ?? "");
        if (!enabled && !isRequired) return { isOn: false, checks: [] };
        const rules = await paginate(rest.repos.getBranchRules, { ...place, ...PAGE, branch });
        const areOfRuleset = rules.some(({ type }) => type === "required_status_checks");
        return {
          isOn: enabled && rules.length === 0,
          checks: isRequired && !areOfRuleset ? (required?.contexts ?? []) : [],
        };
      }),
    rulesAgainst: (branch) =>
      ask("reading the branch's rules", async () => {
        const rules = await paginate(rest.repos.getBranchRules, { ...place, ...PAGE, branch });
        const against = new Set<number>();
        for (const id of new Set(rules.flatMap(({ ruleset_id }) => ruleset_id ?? []))) {
          const { data } = await rest.repos.getRepoRuleset({ ...place, ruleset_id: id });
          const passes = data.current_user_can_bypass;
          if (passes === "never" || passes === "pull_requests_only") against.add(id);
        }
        const held = rules.filter(({ ruleset_id }) => ruleset_id !== undefined && against.has(ruleset_id));
        return [...new Set(held.map(({ type }) => type))];
      }),
  };
}
