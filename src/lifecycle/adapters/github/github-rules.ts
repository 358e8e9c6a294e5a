import type { CodeHost } from "../../code-host.ts";
import { ask, type Octokit, PAGE, type Place } from "./github-requests.ts";

/**
 * The rules of a branch come without a word about who passes them; each ruleset says it of whoever asks.
 * https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset
 */
export function githubRules({ rest, paginate }: Octokit, place: Place): Pick<CodeHost, "rulesAgainst"> {
  return {
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
