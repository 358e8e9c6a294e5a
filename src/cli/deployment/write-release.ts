import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import type { ServiceConfig } from "../../prompts/config.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { CONFIG_FILE, SCRATCH_FOLDER } from "../../prompts/layout.ts";
import { releaseTag } from "../../prompts/records/release.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { openWorkspace, type Workspace } from "../frame/workspace.ts";
import { productionRelease } from "./deployment-wiring.ts";

/** Writes what is in production as the folder of a release. `release.json` comes last: without it the folder is none. */
export async function writeRelease(context: CommandContext): Promise<CommandResult> {
  const workspace = openWorkspace(context);
  const service = chosenService(context, workspace);
  const [environment] = service.environments;
  if (environment === undefined) throw unknownService(`${service.name} has no environment`, workspace);
  const commit = (await workspace.git.head()) ?? "uncommitted";
  const { release, files } = productionRelease(workspace, { service, environment }, commit);
  const out = resolve(context.flags.text("out") ?? join(workspace.root, SCRATCH_FOLDER, "release"));
  if (!context.isDryRun) {
    rmSync(out, { recursive: true, force: true });
    const config = workspace.repository.files.read(CONFIG_FILE);
    if (config !== undefined) storeFile(join(out, CONFIG_FILE), new TextDecoder().decode(config));
    for (const { path, bytes } of files.toReversed())
      storeFile(join(out, path), new TextDecoder().decode(bytes));
  }
  const { number, image } = release;
  const outputs = { release: String(number), content: image, tag: releaseTag(release) };
  const { writeStepResult } = await import("../adapters/step-result.ts");
  await writeStepResult(context.environment, { outputs });
  const verb = context.isDryRun ? "would write" : "wrote";
  return {
    exit: EXIT.done,
    json: { ...outputs, service: service.name, folder: out, files: files.length, dry_run: context.isDryRun },
    text: `${verb} release ${number} of ${service.name}, ${files.length} files, to ${out}; its image is ${service.name}-${outputs.tag}`,
  };
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
