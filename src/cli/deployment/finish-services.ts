import { EXIT, type ExitCode } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { launched } from "../../reporting/launched.ts";
import { deployCommand } from "../commands/deploy.ts";
import type { CommandContext } from "../frame/command.ts";
import { parseFlags } from "../frame/parse-flags.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import { placeName } from "./deployment-place.ts";
import type { ReconciledPlace } from "./reconcile-services.ts";

/** The environments in which a deployment puts right what differs. */
export const finishable = (places: readonly ReconciledPlace[]): readonly ReconciledPlace[] =>
  places.filter(({ differences }) => differences.some(({ mendable }) => mendable));

/**
 * Deploys to each of these environments: what was begun is finished, what runs beside the record is replaced by what is in production,
 * evaluated as ever. One that cannot be deployed to is named, and the others follow. Returns how the worst of them ended.
 */
export async function finishServices(
  context: CommandContext,
  places: readonly ReconciledPlace[],
): Promise<ExitCode> {
  let worst: ExitCode = EXIT.done;
  for (const place of finishable(places)) {
    const exit = await finishOne(context, place);
    if (exit !== EXIT.done && (worst === EXIT.done || exit > worst)) worst = exit;
  }
  return worst;
}

async function finishOne(context: CommandContext, { place }: ReconciledPlace): Promise<ExitCode> {
  const { deployRelease } = await import("./deploy-release.ts");
  const git = ["commit", "tag", "push"].flatMap((name) => (context.flags.isOn(name) ? [`--${name}`] : []));
  const where = ["--service", place.service.name, "--environment", place.environment.name];
  const flags = parseFlags(deployCommand, [...where, ...git]);
  try {
    const { exit, text } = await deployRelease({ ...context, flags });
    context.terminal.say(text);
    return exit;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    context.terminal.say(
      `${placeName(place)}: ${error.message}. ${launched(error.fix, scriptsHere(context.root))}`,
    );
    return error.exit;
  }
}
