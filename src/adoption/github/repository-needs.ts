import { BASE_IMAGE_TODAY } from "../../prompts/records/base-image.ts";
import type { HostSettings } from "./host-settings.ts";
import { couldHave, has, lacks, type Need, unseen, wants } from "./need.ts";
import type { WantedSettings } from "./wanted-settings.ts";

/** What the repository as a whole lets workflows do, and what it tells them. */
export function repositoryNeeds(host: HostSettings, wanted: WantedSettings): readonly Need[] {
  return [
    actionsNeed(host),
    tokenNeed(host),
    mainBranchNeed(host, wanted),
    codeownersNeed(host),
    ...labelNeeds(host, wanted),
    ...variableNeeds(host, wanted),
    ...roleNeeds(host, wanted),
    ...baseImageNeeds(host, wanted),
    pushNeed(host, wanted),
    ...keyNeeds(host, wanted),
  ];
}

function actionsNeed({ repository, actions }: HostSettings): Need {
  const name = "actions";
  if (actions.kind === "unseen") return unseen(name);
  const { enabled, allowed } = actions.value;
  const path = `repos/${repository}/actions/permissions`;
  const body = { enabled: true, allowed_actions: "all" };
  if (!enabled) return lacks(name, "workflows do not run", [{ method: "PUT", path, body }]);
  return allowed === "local_only"
    ? lacks(name, "actions of others are not allowed, not even checkout", [{ method: "PUT", path, body }])
    : has(name, `workflows run; actions allowed: ${allowed}`);
}

function tokenNeed({ repository, token }: HostSettings): Need {
  const name = "workflow token";
  if (token.kind === "unseen") return unseen(name);
  const { isReadOnly, mayOpenPulls } = token.value;
  if (isReadOnly && mayOpenPulls) return has(name, "reads by default, and may open pull requests");
  const found = isReadOnly
    ? "it may not open pull requests, as a rollback does"
    : "it may write wherever a workflow does not say otherwise";
  const body = { default_workflow_permissions: "read", can_approve_pull_request_reviews: true };
  return lacks(name, found, [
    { method: "PUT", path: `repos/${repository}/actions/permissions/workflow`, body },
  ]);
}

function mainBranchNeed({ defaultBranch }: HostSettings, { mainBranch }: WantedSettings): Need {
  return defaultBranch === mainBranch
    ? has("default branch", mainBranch)
    : wants(
        "default branch",
        `GitHub's is ${defaultBranch}, main_branch in pipeline.config.yaml is ${mainBranch}`,
        `correct main_branch, or: gh repo edit --default-branch ${mainBranch}`,
      );
}

function codeownersNeed({ codeownersFaults }: HostSettings): Need {
  const [first] = codeownersFaults;
  return first === undefined
    ? has("CODEOWNERS", "GitHub finds no fault in it")
    : wants("CODEOWNERS", first, "npm run init -- --owner @org/team, or correct the line");
}

const LABEL_COLOUR = "d4a72c";

const labelNeeds = ({ repository, labels }: HostSettings, wanted: WantedSettings): readonly Need[] =>
  wanted.labels.map(({ name, description }) => {
    if (labels.includes(name)) return has(`label ${name}`, description);
    const body = { name, description, color: LABEL_COLOUR };
    const found = "it is not there";
    return lacks(`label ${name}`, found, [{ method: "POST", path: `repos/${repository}/labels`, body }]);
  });

const variableNeeds = ({ repository, variables }: HostSettings, wanted: WantedSettings): readonly Need[] =>
  wanted.variables.map(({ name, value }) => {
    const about = `variable ${name}`;
    if (variables.kind === "unseen") return unseen(about);
    if (variables.value.includes(name)) return has(about, "is set");
    if (value === undefined)
      return wants(about, "is not set", `gh variable set ${name} --repo ${repository} --body VALUE`);
    const path = `repos/${repository}/actions/variables`;
    return lacks(about, "is not set", [{ method: "POST", path, body: { name, value } }]);
  });

/** A role for each environment that deploys, so that no job can take another one's. */
const roleNeeds = (host: HostSettings, wanted: WantedSettings): readonly Need[] =>
  wanted.environments.flatMap(({ name, roleVariable, rolePattern = "arn:aws:iam::ACCOUNT:role/ROLE" }) =>
    roleVariable === undefined ? [] : [placedNeed(host, name, roleVariable, `'${rolePattern}'`)],
  );

/** A base image by its digest, where images are made: a release fails without it before anything is built. */
const baseImageNeeds = (host: HostSettings, wanted: WantedSettings): readonly Need[] =>
  wanted.environments.flatMap(({ name, baseImageVariable }) =>
    baseImageVariable === undefined
      ? []
      : [placedNeed(host, name, baseImageVariable, `"${BASE_IMAGE_TODAY}"`)],
  );

/** A variable of an environment, or of the whole repository; the value for the command is quoted for a shell already. */
function placedNeed(host: HostSettings, place: string, variable: string, value: string): Need {
  const { repository, variables, environments } = host;
  const about = `${variable} in ${place}`;
  const all = environments.kind === "seen" ? environments.value : [];
  const own = all.find(({ name }) => name === place)?.variables;
  const names = [variables, own].flatMap((seen) => (seen?.kind === "seen" ? seen.value : []));
  if (names.includes(variable)) return has(about, "is set");
  if (variables.kind === "unseen") return unseen(about);
  const command = `gh variable set ${variable} --env ${place} --repo ${repository} --body ${value}`;
  return wants(about, "is not set", command);
}

const APP_KEY = "PROMOTION_APP_KEY";
const PUSH_TOKEN = "PIPELINE_PUSH_TOKEN";

/** Environments whose jobs push nothing. */
const READING = ["evaluation", "release", "observe"];

/** Without a token of its own, the bot's pushes start no workflow and pass no ruleset of a user's repository. */
function pushNeed(host: HostSettings, { environments }: WantedSettings): Need {
  const name = "who pushes";
  const places = environments.map((one) => one.name);
  const pushing = places.filter((one) => !READING.includes(one));
  const token = secretState(host, PUSH_TOKEN, places);
  const keys = pushing.map((one) => secretState(host, APP_KEY, [one]));
  if (token === "held") return has(name, PUSH_TOKEN);
  if (token === "unseen" || keys.includes("unseen")) return unseen(name);
  const bare = pushing.filter((_, at) => keys[at] === "missing");
  if (bare.length === 0) return has(name, `the app whose key is ${APP_KEY}`);
  const commands = bare.map(
    (one) => `gh secret set ${APP_KEY} --env ${one} --repo ${host.repository} < app.private-key.pem`,
  );
  const found =
    bare.length === pushing.length
      ? "neither an app's key nor a token is stored, so that a protected branch refuses promotions"
      : `${APP_KEY} is missing in ${bare.join(", ")}, whose jobs push as well`;
  return wants(name, found, commands.join(" && "));
}

/** Where a model is asked. */
const ASKING = ["evaluation", "promotion", "drift"] as const;

const keyNeeds = (host: HostSettings, { keys }: WantedSettings): readonly Need[] =>
  keys.map((key) => {
    const name = `secret ${key}`;
    const states = ASKING.map((environment) => secretState(host, key, [environment]));
    if (states.includes("unseen")) return unseen(name);
    const bare = ASKING.filter((_, at) => states[at] === "missing");
    if (bare.length === 0) return has(name, "is stored where models are asked");
    const commands = bare.map((one) => `gh secret set ${key} --env ${one} --repo ${host.repository}`);
    return key === "OPENAI_API_KEY"
      ? wants(name, `is missing in ${bare.join(", ")}`, commands.join(" && "))
      : couldHave(
          name,
          `is missing in ${bare.join(", ")}; the workflows pass on OPENAI_API_KEY alone`,
          `call the key OPENAI_API_KEY in pipeline.config.yaml, then: ${commands.join(" && ").replaceAll(key, "OPENAI_API_KEY")}`,
        );
  });

/** Whether a secret is stored for the repository or in one of these environments; `unseen` where nobody can say. */
function secretState(
  { secrets, environments }: HostSettings,
  name: string,
  places: readonly string[],
): "held" | "missing" | "unseen" {
  const all = environments.kind === "seen" ? environments.value : [];
  const seen = [secrets, ...all.filter((one) => places.includes(one.name)).map((one) => one.secrets)];
  if (seen.some((one) => one.kind === "seen" && one.value.includes(name))) return "held";
  const isHidden = environments.kind === "unseen" || seen.some(({ kind }) => kind === "unseen");
  return isHidden ? "unseen" : "missing";
}
