import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { StandingImage } from "../../deployment/ecs/standing-image.ts";
import type { AssembledRelease } from "../../deployment/releases/assemble-release.ts";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import type { ServiceConfig } from "../../prompts/config.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { CONFIG_FILE, SCRATCH_FOLDER } from "../../prompts/layout.ts";
import { BASE_IMAGE_FIX, namesDigest } from "../../prompts/records/base-image.ts";
import { releaseTag } from "../../prompts/records/release.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { openWorkspace, type Workspace } from "../frame/workspace.ts";
import { productionRelease } from "./targets/deployment-wiring.ts";

/**
 * Writes what is in production as the folder of a release. `release.json` comes last: without it the folder is none. With
 * `--image-of` it is asked first whether the release's image stands already; where it does not, `--base` has to name a digest.
 */
export async function writeRelease(context: CommandContext): Promise<CommandResult> {
  const workspace = openWorkspace(context);
  const service = chosenService(context, workspace);
  const [environment] = service.environments;
  if (environment === undefined) throw unknownService(`${service.name} has no environment`, workspace);
  const commit = (await workspace.git.head()) ?? "uncommitted";
  const assembled = productionRelease(workspace, { service, environment }, commit);
  const address = context.flags.text("image-of");
  const standing = address === undefined ? undefined : await look(address, service, assembled);
  if (standing === undefined) checkBase(context);
  const out = resolve(context.flags.text("out") ?? join(workspace.root, SCRATCH_FOLDER, "release"));
  if (!context.isDryRun) writeFolder(out, workspace, assembled);
  const { number, image } = assembled.release;
  const outputs = { release: String(number), content: image, tag: releaseTag(assembled.release) };
  const found = { digest: standing?.digest ?? "", says_content: standing?.saysContent === true ? "yes" : "" };
  const { writeStepResult } = await import("../adapters/step-result.ts");
  await writeStepResult(context.environment, { outputs: { ...outputs, ...found } });
  const verb = context.isDryRun ? "would write" : "wrote";
  const files = assembled.files.length;
  const lines = [
    `${verb} release ${number} of ${service.name}, ${files} files, to ${out}; its image is ${service.name}-${outputs.tag}`,
    ...(address === undefined ? [] : [imageLine(address, standing)]),
  ];
  return {
    exit: EXIT.done,
    json: {
      ...{ ...outputs, service: service.name, folder: out, files, dry_run: context.isDryRun },
      ...(address === undefined ? {} : { image: standing?.digest ?? null }),
    },
    text: lines.join("\n"),
  };
}

/** Before a builder starts; nobody asks for the base of an image that is not built. */
function checkBase({ flags }: CommandContext): void {
  const base = flags.text("base");
  if (base === undefined || namesDigest(base)) return;
  throw usage(
    { name: "release" },
    `the base image ${base} names no digest (NAME@sha256:...)`,
    BASE_IMAGE_FIX,
  );
}

/** The SDK of AWS is loaded only here. */
async function look(
  address: string,
  service: ServiceConfig,
  { release }: AssembledRelease,
): Promise<StandingImage | undefined> {
  return (await import("./targets/look-for-image.ts")).lookForImage(address, service, release);
}

function writeFolder(out: string, { repository }: Workspace, { files }: AssembledRelease): void {
  rmSync(out, { recursive: true, force: true });
  const config = repository.files.read(CONFIG_FILE);
  if (config !== undefined) storeFile(join(out, CONFIG_FILE), new TextDecoder().decode(config));
  for (const { path, bytes } of files.toReversed())
    storeFile(join(out, path), new TextDecoder().decode(bytes));
}

function imageLine(address: string, standing: StandingImage | undefined): string {
  if (standing === undefined) return `${address} has no image of that tag yet`;
  const said = standing.saysContent
    ? ""
    : "; it does not say which release it carries, which the running service is asked after its deployment";
  return `that image stands already as ${address}@${standing.digest}${said}`;
}

function chosenService({ flags }: CommandContext, workspace: Workspace): ServiceConfig {
  const { services } = workspace.repository.config;
  const name = flags.text("service");
  const found =
    name === undefined && services.length === 1 ? services[0] : services.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw unknownService(
    name === undefined ? "no service is named" : `${CONFIG_FILE} has no service "${name}"`,
    workspace,
  );
}

function unknownService(found: string, { repository }: Workspace): Failure {
  const known = repository.config.services.map(({ name }) => name).join(", ") || "none";
  return new Failure(`${found}; nothing was written`, {
    exit: EXIT.usage,
    fix: `Give --service; known: ${known}.`,
  });
}
