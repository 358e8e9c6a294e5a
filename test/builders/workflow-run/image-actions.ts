import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ActionCall, type ActionEnd, knownInputs } from "./local-action.ts";

/** `aws-actions/configure-aws-credentials`: variables of a role, where the job may ask for one at all. */
export async function awsCredentials(call: ActionCall): Promise<ActionEnd> {
  const inputs = knownInputs(call, ...(["role-to-assume", "aws-region"] as const));
  if (inputs["role-to-assume"] === "") throw new Error("no role is named");
  return {
    environment: {
      ...call.site.cloud?.environment,
      AWS_REGION: inputs["aws-region"],
      AWS_ACCESS_KEY_ID: "ASIAFAKE",
      AWS_SECRET_ACCESS_KEY: "fake",
      AWS_SESSION_TOKEN: inputs["role-to-assume"],
    },
  };
}

/** `aws-actions/amazon-ecr-login`: the registry's name. */
export async function ecrLogin({ environment }: ActionCall): Promise<ActionEnd> {
  if ((environment["AWS_SESSION_TOKEN"] ?? "") === "") throw new Error("no credentials");
  return { outputs: { registry: "123456789012.dkr.ecr.eu-central-1.amazonaws.com" } };
}

/**
 * `docker/build-push-action`: the files that would be in the image, which must be a release, pushed into the site's cloud; without
 * one, their digest.
 */
export async function buildImage(call: ActionCall): Promise<ActionEnd> {
  const names = ["context", "target", "build-args", "push", "provenance", "sbom", "tags"] as const;
  const inputs = knownInputs(call, ...names);
  const release = join(call.workspace, inputs.context, ".pipeline", "release");
  if (!existsSync(join(release, "release.json"))) throw new Error(`${release} holds no release`);
  const digest = pushed(call, release, inputs.tags) ?? digestOf(release);
  call.say(`${inputs.push === "true" ? "pushed" : "built"} ${inputs.tags} ${digest}`);
  return { outputs: { digest } };
}

/** A push needs credentials, as the published action's does. */
function pushed({ site, environment }: ActionCall, release: string, tags: string): string | undefined {
  if (site.cloud === undefined) return undefined;
  if ((environment["AWS_SESSION_TOKEN"] ?? "") === "") throw new Error("no credentials for the registry");
  return site.cloud.push(release, tags.split(":").at(-1) ?? "");
}

function digestOf(release: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(release, { recursive: true }).map(String).sort()) {
    hash.update(name);
    if (/\.(json|yaml)$/.test(name)) hash.update(readFileSync(join(release, name)));
  }
  return `sha256:${hash.digest("hex")}`;
}
