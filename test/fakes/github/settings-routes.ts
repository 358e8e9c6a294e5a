import { isJsonObject, type Json, type JsonObject } from "../../../src/prompts/reading/json.ts";
import {
  ApiRefusal,
  type Call,
  checkedBody,
  demand,
  found,
  made,
  objectIn,
  type Route,
  textIn,
} from "./route.ts";
import type { FakeEnvironment, FakeProtection } from "./settings-state.ts";

const READ = ["administration:read"];
const WRITE = ["administration:write"];
const named = (names: readonly string[]): readonly Json[] => names.map((name) => ({ name }));
const listed = (key: string, list: readonly Json[]): Json => ({ total_count: list.length, [key]: [...list] });

/** How a repository is set up: what administrators see and change. Bodies are checked as GitHub documents them. */
export const settingsRoutes: readonly Route[] = [
  {
    method: "GET",
    path: /^\/environments$/,
    needs: ["actions:read"],
    answer: ({ state }) =>
      found(listed("environments", [...state.settings.environments].map(environmentJson))),
  },
  {
    method: "PUT",
    path: /^\/environments\/([^/]+)$/,
    needs: WRITE,
    answer: (call) => putEnvironment(call),
  },
  {
    method: "GET",
    path: /^\/environments\/([^/]+)\/deployment-branch-policies$/,
    needs: ["actions:read"],
    answer: (call) => found(listed("branch_policies", named(environmentOf(call).branches))),
  },
  {
    method: "POST",
    path: /^\/environments\/([^/]+)\/deployment-branch-policies$/,
    needs: WRITE,
    answer: (call) => {
      const environment = environmentOf(call);
      if (environment.policy !== "custom") throw new ApiRefusal(404, "Not Found");
      const name = textIn(checkedBody(call.body, { name: "string" }), "name");
      environment.branches.push(name);
      return made({ id: call.state.nextId(), name });
    },
  },
  {
    method: "GET",
    path: /^\/environments\/([^/]+)\/(secrets|variables)$/,
    needs: READ,
    answer: (call) => {
      const kind = call.parameters[1] === "secrets" ? "secrets" : "variables";
      return found(listed(kind, named(environmentOf(call)[kind])));
    },
  },
  {
    method: "GET",
    path: /^\/actions\/(secrets|variables)$/,
    needs: READ,
    answer: ({ state, parameters }) => {
      const kind = parameters[0] === "secrets" ? "secrets" : "variables";
      return found(listed(kind, named(state.settings[kind])));
    },
  },
  {
    method: "POST",
    path: /^\/actions\/variables$/,
    needs: WRITE,
    answer: ({ state, body }) => {
      const given = checkedBody(body, { name: "string", value: "string" });
      state.settings.variables.push(textIn(given, "name"));
      return made({});
    },
  },
  {
    method: "GET",
    path: /^\/actions\/permissions$/,
    needs: READ,
    answer: ({ state }) => found(state.settings.actions),
  },
  {
    method: "PUT",
    path: /^\/actions\/permissions$/,
    needs: WRITE,
    answer: ({ state, body }) => {
      state.settings.actions = checkedBody(body, { enabled: "boolean", allowed_actions: "string" });
      return { status: 204, body: null };
    },
  },
  {
    method: "GET",
    path: /^\/actions\/permissions\/workflow$/,
    needs: READ,
    answer: ({ state }) => found(state.settings.token),
  },
  {
    method: "PUT",
    path: /^\/actions\/permissions\/workflow$/,
    needs: WRITE,
    answer: ({ state, body }) => {
      const shape = {
        default_workflow_permissions: "string",
        can_approve_pull_request_reviews: "boolean",
      } as const;
      state.settings.token = checkedBody(body, shape);
      return { status: 204, body: null };
    },
  },
  {
    method: "GET",
    path: /^\/actions\/oidc\/customization\/sub$/,
    needs: ["actions:read"],
    answer: () => found({ use_default: true }),
  },
  {
    method: "GET",
    path: /^\/rules\/branches\/([^/]+)$/,
    needs: ["metadata:read"],
    answer: ({ state }) => found(state.settings.rulesets.flatMap(rulesIn)),
  },
  {
    method: "GET",
    path: /^\/rulesets\/(\d+)$/,
    needs: ["metadata:read"],
    answer: ({ state, parameters, login }) => {
      const ruleset = demand(state.settings.rulesets[Number(parameters[0]) - 1]);
      const passes = login.endsWith("[bot]") && login !== WORKFLOW && hasApp(ruleset);
      return found({ ...ruleset, current_user_can_bypass: passes ? "always" : "never" });
    },
  },
  {
    method: "POST",
    path: /^\/rulesets$/,
    needs: WRITE,
    answer: ({ state, body }) => {
      const given = checkedBody(body, {
        ...{ name: "string", target: "string", enforcement: "string", rules: "list" },
        ...{ "conditions?": "object", "bypass_actors?": "list" },
      });
      state.settings.rulesets.push(given);
      return made({ id: state.nextId(), ...given });
    },
  },
  {
    method: "GET",
    path: /^\/branches\/([^/]+)\/protection$/,
    needs: READ,
    answer: ({ state }) => {
      const { olderProtection } = state.settings;
      if (olderProtection === undefined) throw new ApiRefusal(404, "Branch not protected");
      return found(wholeProtection(olderProtection));
    },
  },
  {
    method: "GET",
    path: /^\/branches\/([^/]+)$/,
    needs: ["contents:read"],
    answer: ({ state, parameters }) => {
      const name = parameters[0] ?? "";
      const { olderProtection: older, rulesets } = state.settings;
      const sha = demand(state.refs.get(`refs/heads/${name}`));
      const isProtected = older !== undefined || rulesets.length > 0;
      return found({ name, commit: { sha }, protected: isProtected, protection: shownProtection(older) });
    },
  },
  {
    method: "GET",
    path: /^\/labels$/,
    needs: ["metadata:read"],
    answer: ({ state }) => found([...named(state.settings.labels)]),
  },
  {
    method: "POST",
    path: /^\/labels$/,
    needs: ["issues:write"],
    answer: ({ state, body }) => {
      const given = checkedBody(body, { name: "string", "color?": "string", "description?": "string" });
      if (state.settings.labels.includes(textIn(given, "name"))) throw new ApiRefusal(422, "already_exists");
      state.settings.labels.push(textIn(given, "name"));
      return made(given);
    },
  },
  {
    method: "GET",
    path: /^\/codeowners\/errors$/,
    needs: ["contents:read"],
    answer: ({ state }) => found({ errors: state.settings.codeownersErrors }),
  },
];

const checksJson = ({ checks }: FakeProtection): JsonObject => ({
  contexts: [...checks],
  checks: checks.map((context) => ({ context, app_id: null })),
});

/** As a branch shows it, which says nothing about reviews; `enabled` is of this protection alone. */
const shownProtection = (older: FakeProtection | undefined): JsonObject => ({
  enabled: older !== undefined,
  required_status_checks:
    older === undefined || older.checks.length === 0
      ? { enforcement_level: "off", contexts: [], checks: [] }
      : { enforcement_level: older.level, ...checksJson(older) },
});

const wholeProtection = (older: FakeProtection): JsonObject => ({
  enforce_admins: { enabled: older.level === "everyone" },
  ...(older.checks.length === 0 ? {} : { required_status_checks: { strict: false, ...checksJson(older) } }),
  ...(older.asksReviews ? { required_pull_request_reviews: { required_approving_review_count: 1 } } : {}),
});

const environmentOf = ({ state, parameters }: Call): FakeEnvironment =>
  demand(state.settings.environments.get(parameters[0] ?? ""));

function putEnvironment({ state, parameters, body }: Call) {
  const name = parameters[0] ?? "";
  const { deployment_branch_policy: policy, ...rest } = isJsonObject(body) ? body : {};
  const given = checkedBody(rest, {
    "wait_timer?": "number",
    "prevent_self_review?": "boolean",
    "reviewers?": "list",
  });
  const old = state.settings.environments.get(name);
  const list = given["reviewers"];
  const environment: FakeEnvironment = {
    waitTimer: typeof given["wait_timer"] === "number" ? given["wait_timer"] : 0,
    preventsSelfReview: given["prevent_self_review"] === true,
    reviewers: Array.isArray(list) ? list.filter(isJsonObject) : [],
    policy: policyOf(policy ?? null),
    branches: policyOf(policy ?? null) === "custom" ? (old?.branches ?? []) : [],
    secrets: old?.secrets ?? [],
    variables: old?.variables ?? [],
  };
  state.settings.environments.set(name, environment);
  return found(environmentJson([name, environment]));
}

/** Exactly one of the two has to be true. */
function policyOf(policy: Json): FakeEnvironment["policy"] {
  if (policy === null) return "all";
  const given = checkedBody(policy, { protected_branches: "boolean", custom_branch_policies: "boolean" });
  if (given["protected_branches"] === given["custom_branch_policies"])
    throw new ApiRefusal(422, "protected_branches and custom_branch_policies cannot have the same value");
  return given["protected_branches"] === true ? "protected" : "custom";
}

function environmentJson([name, one]: readonly [string, FakeEnvironment]): Json {
  const reviewers = one.reviewers.map(({ type = "", id = 0 }) => ({ type, reviewer: { id } }));
  const review: JsonObject = {
    type: "required_reviewers",
    prevent_self_review: one.preventsSelfReview,
    reviewers,
  };
  return {
    name,
    protection_rules: [
      ...(one.waitTimer > 0 ? [{ type: "wait_timer", wait_timer: one.waitTimer }] : []),
      ...(reviewers.length > 0 ? [review] : []),
      ...(one.policy === "all" ? [] : [{ type: "branch_policy" }]),
    ],
    deployment_branch_policy:
      one.policy === "all"
        ? null
        : { protected_branches: one.policy === "protected", custom_branch_policies: one.policy === "custom" },
  };
}

/** Who a job's own token is. */
const WORKFLOW = "github-actions[bot]";

const hasApp = ({ bypass_actors: actors = [] }: JsonObject): boolean =>
  Array.isArray(actors) &&
  actors.some((actor) => isJsonObject(actor) && actor["actor_type"] === "Integration");

function rulesIn(ruleset: JsonObject, at: number): readonly Json[] {
  const rules = ruleset["rules"];
  const list = Array.isArray(rules) ? rules : [];
  return list.map((rule) => ({ ...objectIn({ rule }, "rule"), ruleset_id: at + 1 }));
}
