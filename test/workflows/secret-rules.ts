import type { JsonObject } from "../../src/prompts/reading/json.ts";
import {
  holdsSecret,
  type Job,
  leavesOf,
  mayWrite,
  objectAt,
  runsCommand,
  textAt,
  type WorkflowRule,
} from "./workflow-file.ts";

/** Whoever uses a secret or a cloud role does so in an environment, where rules and reviewers stand. */
export const secretsNeedAnEnvironment: WorkflowRule = ({ path, jobs }) =>
  jobs
    .filter((job) => job.calls === "" && holdsSecret(job) && job.raw["environment"] === undefined)
    .map(({ id }) => `${path}: job ${id} uses a secret or a role, but names no environment.`);

/** A called workflow gets the secrets that it names, not all. */
export const secretsAreNotInherited: WorkflowRule = ({ path, jobs }) =>
  jobs
    .filter(({ raw }) => raw["secrets"] === "inherit")
    .map(({ id }) => `${path}: job ${id} passes on all secrets.`);

/** Environments' secrets aside, a called job has only what every call on its way passes on. */
export const secretsReachCalledJobs: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap(({ id, raw, called }) => {
    const used = JSON.stringify(called.map(rawOf)).matchAll(/secrets\.([A-Z_]+)/g);
    const given = objectAt(raw, "secrets");
    return [...new Set([...used].map(([, name = ""]) => name))]
      .filter((name) => name !== "GITHUB_TOKEN" && !(name in given))
      .map((name) => `${path}: job ${id} does not pass on ${name}, which a called job uses.`);
  });

const rawOf = ({ raw, called }: Job): readonly unknown[] => [raw, ...called.map(rawOf)];

/** A secret is named, and given to the one step or the one call that needs it. */
export const secretsReachOneStep: WorkflowRule = ({ path, raw }) =>
  leavesOf({ ...raw, on: null })
    .filter(({ keys, text }) => text.includes("${{") || keys.at(-1) === "if")
    .filter(({ text }) => /\bsecrets\b/.test(text))
    .flatMap(({ keys, text }) => {
      const place = keys.join(".");
      return [
        ...(/\bsecrets\b(?!\.[A-Za-z_])/.test(text) ? [`${path}: ${place} takes all secrets at once.`] : []),
        ...(/^jobs\.[\w-]+\.(steps\.\d+\.(env|with)|secrets)\./.test(place)
          ? []
          : [`${path}: ${place} gives a secret to more than one step.`]),
      ];
    });

/** The token stays out of the working folder, where every later step could read it. */
export const checkoutKeepsNoToken: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap(({ id, steps }) =>
    steps
      .filter(({ uses }) => uses.startsWith("actions/checkout@"))
      .flatMap(({ with: given }) => [
        ...(given["persist-credentials"] === false
          ? []
          : [`${path}: job ${id} checks out without "persist-credentials: false".`]),
        ...(given["token"] === undefined && given["ssh-key"] === undefined
          ? []
          : [`${path}: job ${id} checks out with a key of its own.`]),
      ]),
  );

/** An app's token may do no more than the job that makes it. */
export const appTokensAreCapped: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap(({ id, steps, permissions = {} }) =>
    steps
      .filter(({ uses }) => uses.startsWith("actions/create-github-app-token@"))
      .filter(({ with: given }) => {
        const asked = Object.entries(given).filter(([key]) => key.startsWith("permission-"));
        const exceeds = asked.some(([key, access]) => permissions[key.replace("permission-", "")] !== access);
        return asked.length === 0 || exceeds;
      })
      .map(() => `${path}: job ${id} asks for an app's token that may do more than the job.`),
  );

/** Whoever takes something back or holds it asks no model: it has to work when the provider does not. */
export const rollbacksAskNoModel: WorkflowRule = ({ path, jobs }) =>
  jobs
    .filter((job) => runsCommand(job, "rollback", "freeze", "restore"))
    .filter(({ raw }) => /[A-Z]_API_KEY/.test(JSON.stringify(raw)))
    .map(({ id }) => `${path}: job ${id} takes back or holds, and has a model's key.`);

/** A cache that a pull request filled reaches no workflow in which a job can write or has a key. */
export const trustedWorkflowsUseNoCache: WorkflowRule = ({ path, jobs }) =>
  jobs.some((job) => job.calls === "" && (mayWrite(job) || holdsSecret(job)))
    ? jobs.flatMap(({ id, steps }) =>
        steps
          .filter(({ uses, with: given }) => usesCache(uses, given))
          .map(
            ({ uses }) =>
              `${path}: job ${id} uses the cache of ${uses.split("@")[0]} beside a right or a key.`,
          ),
      )
    : [];

function usesCache(uses: string, given: JsonObject): boolean {
  if (uses.startsWith("actions/cache")) return true;
  if (uses.startsWith("docker/setup-buildx-action@")) return given["cache-binary"] !== false;
  if (uses.startsWith("docker/build-push-action@"))
    return given["cache-from"] !== undefined || given["cache-to"] !== undefined;
  if (!uses.startsWith("actions/setup-node@")) return false;
  return textAt(given, "cache") !== "" || given["package-manager-cache"] !== false;
}
