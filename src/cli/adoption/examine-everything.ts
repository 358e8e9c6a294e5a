import { existsSync } from "node:fs";
import { join } from "node:path";
import { examineMachine } from "../../adoption/adapters/machine.ts";
import type { Finding } from "../../adoption/doctor/finding.ts";
import { judgeMachine } from "../../adoption/doctor/machine.ts";
import { type ContentFacts, judgeCheckout, judgeContent } from "../../adoption/doctor/repository.ts";
import { lockHolder } from "../../lifecycle/adapters/repository-lock.ts";
import type { PipelineConfig } from "../../prompts/config.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { CONFIG_FILE, REGISTRY_FILE, SCRATCH_FOLDER } from "../../prompts/layout.ts";
import type { Json } from "../../prompts/reading/json.ts";
import { launchedFixes } from "../../reporting/launched.ts";
import { countFindings, renderFindings } from "../../reporting/terminal/finding-list.ts";
import { DEFAULT_PORT } from "../deployment/service-port.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import { openFolder, type Workspace } from "../frame/workspace.ts";
import { examineCheckout } from "./examine-checkout.ts";
import { examineProviders } from "./examine-providers.ts";

/** Looks at everything that could be in the way; exit 2 where something is. Nothing is changed. */
export async function examineEverything(context: CommandContext): Promise<CommandResult> {
  const workspace = openFolder(context);
  const content = contentFacts(context.root, workspace);
  const [machine, checkout, providers] = await Promise.all([
    machineFindings(context, workspace.repository.config),
    examineCheckout(context, workspace.git),
    examineProviders(context, workspace.repository),
  ]);
  const findings = [...machine, ...judgeCheckout(checkout, content), ...judgeContent(content), ...providers];
  return resultOf(context, findings);
}

function contentFacts(root: string, { repository, store }: Workspace): ContentFacts {
  return {
    hasConfig: existsSync(join(root, CONFIG_FILE)),
    mainBranch: repository.config.main_branch,
    problems: repository.problems.filter(({ file }) => file === CONFIG_FILE || file === REGISTRY_FILE),
    tasks: repository.index.tasks.length,
    unfinishedPlans: store.unfinished().map(({ summary }) => summary),
    lockHolder: lockHolder(join(root, SCRATCH_FOLDER, "lock")),
  };
}

async function machineFindings(
  { root, environment }: CommandContext,
  config: PipelineConfig,
): Promise<readonly Finding[]> {
  const port = Number(environment["PORT"] ?? DEFAULT_PORT);
  const remote = config.services.filter(({ environments }) =>
    environments.some(({ target }) => target === "ecs"),
  );
  const names = remote.map(({ name }) => name).join(", ");
  const need = (what: string): string | undefined => (names === "" ? undefined : `${what} for ${names}`);
  return judgeMachine(
    await examineMachine({
      root,
      environment,
      ports: [{ port, use: "the prompt service" }],
      programs: { docker: need("images are built with it"), aws: need("handy to look at ECS") },
    }),
  );
}

function resultOf({ root, terminal, flags }: CommandContext, found: readonly Finding[]): CommandResult {
  const findings = launchedFixes(found, scriptsHere(root));
  const counts = countFindings(findings);
  const isWell = counts.fail === 0;
  const hint = flags.isOn("online") ? "" : "\nNo model was asked; --online asks each one a small question.";
  return {
    exit: isWell ? EXIT.done : EXIT.usage,
    json: { ok: isWell, findings, counts } as unknown as Json,
    text: `${renderFindings(findings, terminal.outPalette)}${hint}`,
  };
}
