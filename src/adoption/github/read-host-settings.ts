import { HostRefused } from "../../lifecycle/code-host.ts";
import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import type { BranchRule, HostEnvironment, HostSettings, Seen } from "./host-settings.ts";

/** GitHub's REST interface. Throws `HostRefused` where it says no. */
export interface HostRequests {
  request(method: string, path: string, body?: JsonObject): Promise<Json>;
}

/**
 * Asks GitHub how a repository (`owner/name`) is set up. What the token may not see is `unseen`; throws `HostRefused` where
 * the repository itself is not shown.
 */
export async function readHostSettings(host: HostRequests, repository: string): Promise<HostSettings> {
  const at = `repos/${repository}`;
  const about = objectOf(await host.request("GET", at));
  const defaultBranch = textAt(about, "default_branch");
  const owner = objectOf(about["owner"]);
  return {
    repository,
    repositoryId: numberAt(about, "id"),
    ownerId: numberAt(owner, "id"),
    isOrganization: textAt(owner, "type") === "Organization",
    createdAt: textAt(about, "created_at"),
    defaultBranch,
    environments: await environmentsOf(host, at),
    rules: await rulesOf(host, at, defaultBranch),
    protectedChecks: await protectedChecksOf(host, at, defaultBranch),
    actions: mapped(await look(host, `${at}/actions/permissions`), (found) => ({
      enabled: found["enabled"] === true,
      allowed: textAt(found, "allowed_actions") || "all",
    })),
    token: mapped(await look(host, `${at}/actions/permissions/workflow`), (found) => ({
      isReadOnly: textAt(found, "default_workflow_permissions") === "read",
      mayOpenPulls: found["can_approve_pull_request_reviews"] === true,
    })),
    variables: await namesOf(host, `${at}/actions/variables`, "variables"),
    secrets: await namesOf(host, `${at}/actions/secrets`, "secrets"),
    labels: await labelsOf(host, at),
    codeownersFaults: await codeownersFaultsOf(host, at),
    subjectClaims: mapped(await look(host, `${at}/actions/oidc/customization/sub`), claimsOf),
  };
}

/** A refusal is `unseen`. */
async function look(host: HostRequests, path: string): Promise<Seen<JsonObject>> {
  const found = await lookAt(host, path);
  return mapped(found, objectOf);
}

async function lookAt(host: HostRequests, path: string): Promise<Seen<Json>> {
  try {
    return { kind: "seen", value: await host.request("GET", path) };
  } catch (error) {
    const isHidden = error instanceof HostRefused && (error.status === 403 || error.status === 404);
    if (isHidden) return { kind: "unseen" };
    throw error;
  }
}

const mapped = <T, R>(seen: Seen<T>, change: (value: T) => R): Seen<R> =>
  seen.kind === "seen" ? { kind: "seen", value: change(seen.value) } : seen;

const PAGE = 100;

/** All pages of a list, which stands in the answer itself or under a key of it. */
async function listAt(host: HostRequests, path: string, key?: string): Promise<Seen<readonly JsonObject[]>> {
  const all: JsonObject[] = [];
  for (let page = 1; ; page += 1) {
    const seen = await lookAt(host, `${path}?per_page=${PAGE}&page=${page}`);
    if (seen.kind === "unseen") return seen;
    const list = key === undefined ? seen.value : objectOf(seen.value)[key];
    const found = Array.isArray(list) ? list.filter(isJsonObject) : [];
    all.push(...found);
    if (found.length < PAGE) return { kind: "seen", value: all };
  }
}

async function namesOf(host: HostRequests, path: string, key: string): Promise<Seen<readonly string[]>> {
  return mapped(await listAt(host, path, key), (list) => list.map((one) => textAt(one, "name")));
}

async function environmentsOf(host: HostRequests, at: string): Promise<HostSettings["environments"]> {
  const list = await listAt(host, `${at}/environments`, "environments");
  if (list.kind === "unseen") return list;
  return { kind: "seen", value: await Promise.all(list.value.map((one) => environmentOf(host, at, one))) };
}

async function environmentOf(host: HostRequests, at: string, found: JsonObject): Promise<HostEnvironment> {
  const name = textAt(found, "name");
  const path = `${at}/environments/${encodeURIComponent(name)}`;
  const rules = listIn(found, "protection_rules");
  const review = rules.find((rule) => textAt(rule, "type") === "required_reviewers") ?? {};
  const wait = rules.find((rule) => textAt(rule, "type") === "wait_timer") ?? {};
  return {
    name,
    reviewers: listIn(review, "reviewers").map((one) => ({
      type: textAt(one, "type"),
      id: numberAt(objectOf(one["reviewer"]), "id"),
    })),
    waitMinutes: numberAt(wait, "wait_timer"),
    preventsSelfReview: review["prevent_self_review"] === true,
    branches: await branchesOf(host, path, found["deployment_branch_policy"]),
    secrets: await namesOf(host, `${path}/secrets`, "secrets"),
    variables: await namesOf(host, `${path}/variables`, "variables"),
  };
}

async function branchesOf(
  host: HostRequests,
  path: string,
  policy: Json | undefined,
): Promise<HostEnvironment["branches"]> {
  if (!isJsonObject(policy)) return "all";
  if (policy["protected_branches"] === true) return "protected";
  const names = await namesOf(host, `${path}/deployment-branch-policies`, "branch_policies");
  return names.kind === "seen" ? names.value : [];
}

async function rulesOf(host: HostRequests, at: string, branch: string): Promise<readonly BranchRule[]> {
  const list = await listAt(host, `${at}/rules/branches/${encodeURIComponent(branch)}`);
  if (list.kind === "unseen") return [];
  return list.value.map((rule) => ({ type: textAt(rule, "type"), parameters: rule["parameters"] ?? null }));
}

async function protectedChecksOf(host: HostRequests, at: string, branch: string): Promise<readonly string[]> {
  const path = `${at}/branches/${encodeURIComponent(branch)}`;
  const whole = await look(host, `${path}/protection`);
  const found = whole.kind === "seen" ? whole : await shownProtection(host, path);
  if (found.kind === "unseen") return [];
  const contexts = objectOf(found.value["required_status_checks"])["contexts"];
  return Array.isArray(contexts) ? contexts.map(String) : [];
}

/** What a branch shows of it to whoever may read: its checks. */
const shownProtection = async (host: HostRequests, path: string): Promise<Seen<JsonObject>> =>
  mapped(await look(host, path), (branch) => objectOf(branch["protection"]));

async function labelsOf(host: HostRequests, at: string): Promise<readonly string[]> {
  const names = await listAt(host, `${at}/labels`);
  return names.kind === "seen" ? names.value.map((one) => textAt(one, "name")) : [];
}

async function codeownersFaultsOf(host: HostRequests, at: string): Promise<readonly string[]> {
  const found = await look(host, `${at}/codeowners/errors`);
  if (found.kind === "unseen") return ["there is no CODEOWNERS file, or this token may not look"];
  return listIn(found.value, "errors").map(
    (fault) => `${textAt(fault, "path")}:${numberAt(fault, "line")}: ${textAt(fault, "kind")}`,
  );
}

function claimsOf(found: JsonObject): readonly string[] | undefined {
  const claims = found["include_claim_keys"];
  return found["use_default"] !== false || !Array.isArray(claims) ? undefined : claims.map(String);
}

const objectOf = (value: Json | undefined): JsonObject =>
  isJsonObject(value ?? null) ? (value as JsonObject) : {};

const textAt = (object: JsonObject, key: string): string => {
  const value = object[key];
  return typeof value === "string" ? value : "";
};

const numberAt = (object: JsonObject, key: string): number => {
  const value = object[key];
  return typeof value === "number" ? value : 0;
};

const listIn = (object: JsonObject, key: string): readonly JsonObject[] => {
  const value = object[key];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
};
