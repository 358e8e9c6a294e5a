import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { JsonObject } from "../../../src/prompts/reading/json.ts";
import { knownInputs } from "./known-inputs.ts";
import type { ActionCall, ActionEnd, Texts } from "./site.ts";

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
 * `docker/build-push-action`: the files that would be in the image, which must be a release, built and pushed by the `docker` of the
 * site's cloud.
 */
export async function buildImage(call: ActionCall): Promise<ActionEnd> {
  const names = [
    "context",
    "target",
    "build-args",
    "push",
    "provenance",
    "sbom",
    "tags",
    "annotations",
  ] as const;
  const inputs = knownInputs(call, ...names);
  const release = join(call.workspace, inputs.context, ".pipeline", "release");
  if (!existsSync(join(release, "release.json"))) throw new Error(`${release} holds no release`);
  const digest = await pushed(call, inputs);
  call.say(`pushed ${inputs.tags} ${digest}`);
  return { outputs: { digest } };
}

type BuildInputs = Readonly<Record<"context" | "target" | "build-args" | "tags" | "annotations", string>>;

/** A push needs credentials, as the published action's does. */
async function pushed(
  { site, environment, workspace, temporary }: ActionCall,
  inputs: BuildInputs,
): Promise<string> {
  if (site.cloud === undefined) throw new Error("the site has no cloud to push to");
  if ((environment["AWS_SESSION_TOKEN"] ?? "") === "") throw new Error("no credentials for the registry");
  const metadata = join(mkdtempSync(join(temporary, "build-")), "metadata.json");
  const flags = [
    ...["buildx", "build", "--push", "--metadata-file", metadata, "--tag", inputs.tags],
    ...["--target", inputs.target, "--build-arg", inputs["build-args"], "--annotation", inputs.annotations],
  ];
  await runDocker([...flags, inputs.context], workspace, { ...environment, ...site.cloud.docker });
  return String((JSON.parse(readFileSync(metadata, "utf8")) as JsonObject)["containerimage.digest"]);
}

async function runDocker(flags: readonly string[], cwd: string, env: Texts): Promise<void> {
  try {
    await promisify(execFile)("docker", flags, { cwd, env });
  } catch (error) {
    const { code, signal, stderr } = error as { code?: unknown; signal?: string; stderr?: string };
    if (code === "ENOENT") throw new Error("Unable to locate executable file: docker", { cause: error });
    throw new Error(`buildx failed with: ${stderr?.trim() || signal}`, { cause: error });
  }
}
