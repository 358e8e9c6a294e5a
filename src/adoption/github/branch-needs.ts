import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import type { HostSettings } from "./host-settings.ts";
import { couldHave, has, lacks, type Need, wants } from "./need.ts";
import type { WantedSettings } from "./wanted-settings.ts";

/** What holds on the main branch: a required check, reviews by owners, no force, a way for the bot, a queue. */
export function branchNeeds(host: HostSettings, wanted: WantedSettings): readonly Need[] {
  return [checkWorkflow(wanted), protection(host, wanted), ...olderProtection(host), mergeQueue(host)];
}

/** Its checks are asked of all but administrators, whatever a ruleset says. */
function olderProtection({ protectedChecks, repository, defaultBranch }: HostSettings): readonly Need[] {
  if (protectedChecks.length === 0) return [];
  const found = `requires ${protectedChecks.join(", ")} of every push, the app's too; only a ruleset lets that pass`;
  const path = `repos/${repository}/branches/${encodeURIComponent(defaultBranch)}/protection`;
  return [
    couldHave("older branch protection", found, `gh api --method DELETE ${path}, once the ruleset stands`),
  ];
}

/** A required check that nothing runs would hold back every merge for good. */
function checkWorkflow({ requiredCheck }: WantedSettings): Need {
  const name = "check workflow";
  return requiredCheck === undefined
    ? wants(
        name,
        "no workflow here runs the check",
        "npm run init -- --workflows OWNER/REPO@COMMIT writes the callers; commit and push them",
      )
    : has(name, `runs the check "${requiredCheck}"`);
}

function protection(host: HostSettings, wanted: WantedSettings): Need {
  const name = "main branch";
  const { requiredCheck } = wanted;
  if (requiredCheck === undefined)
    return wants(name, "waits for the workflow whose check it requires", "add the check workflow first");
  const missing = missingRules(host, requiredCheck);
  if (missing.length === 0) return has(name, `protected, and requires the check "${requiredCheck}"`);
  const found = `${wanted.mainBranch}: ${missing.join(", ")}`;
  const { appId } = wanted;
  if (appId === undefined)
    return wants(
      name,
      `${found}; a ruleset has to let the promoting app pass`,
      "npm run setup-github -- --app-id ID (the number on the app's page; docs/adoption.md says how to make one)",
    );
  const path = `repos/${host.repository}/rulesets`;
  return lacks(name, found, [{ method: "POST", path, body: ruleset(requiredCheck, appId) }]);
}

function missingRules({ rules, protectedChecks }: HostSettings, requiredCheck: string): readonly string[] {
  const types = new Set(rules.map(({ type }) => type));
  const checks = [
    ...protectedChecks,
    ...rules.flatMap(({ type, parameters }) =>
      type === "required_status_checks" ? contextsOf(parameters) : [],
    ),
  ];
  const asksOwners = rules.some(
    ({ type, parameters }) =>
      type === "pull_request" && isJsonObject(parameters) && parameters["require_code_owner_review"] === true,
  );
  return [
    ...(checks.includes(requiredCheck) ? [] : [`the check "${requiredCheck}" is not required`]),
    ...(asksOwners ? [] : ["owners need not agree"]),
    ...(types.has("non_fast_forward") ? [] : ["history can be rewritten"]),
    ...(types.has("deletion") ? [] : ["it can be deleted"]),
  ];
}

function contextsOf(parameters: Json): readonly string[] {
  const list = isJsonObject(parameters) ? parameters["required_status_checks"] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((one) =>
    isJsonObject(one) && typeof one["context"] === "string" ? one["context"] : [],
  );
}

/** https://docs.github.com/en/rest/repos/rules#create-a-repository-ruleset */
const ruleset = (requiredCheck: string, appId: number): JsonObject => ({
  name: "prompts",
  target: "branch",
  enforcement: "active",
  conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
  bypass_actors: [{ actor_id: appId, actor_type: "Integration", bypass_mode: "always" }],
  rules: [
    { type: "deletion" },
    { type: "non_fast_forward" },
    {
      type: "pull_request",
      parameters: {
        required_approving_review_count: 1,
        dismiss_stale_reviews_on_push: true,
        require_code_owner_review: true,
        require_last_push_approval: true,
        required_review_thread_resolution: false,
      },
    },
    {
      type: "required_status_checks",
      parameters: {
        strict_required_status_checks_policy: false,
        required_status_checks: [{ context: requiredCheck }],
      },
    },
  ],
});

function mergeQueue({ rules, isOrganization, repository }: HostSettings): Need {
  const name = "merge queue";
  if (rules.some(({ type }) => type === "merge_queue")) return has(name, "merges wait in line");
  return isOrganization
    ? couldHave(
        name,
        "none; two pull requests that pass alone may not pass together",
        `gh browse --repo ${repository} --settings, then Rules, Rulesets, prompts: Require merge queue`,
      )
    : has(name, "only organisations have one");
}
