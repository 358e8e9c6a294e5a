import { EXIT } from "../../prompts/exit-code.ts";
import type { Json } from "../../prompts/reading/json.ts";
import { renderSarif } from "../../reporting/exchange/sarif-report.ts";
import { counted } from "../../reporting/figures.ts";
import { launchedFixes } from "../../reporting/launched.ts";
import { renderAnnotations } from "../../reporting/on-github/problem-annotations.ts";
import { renderProblemList } from "../../reporting/terminal/problem-list.ts";
import type { Validated } from "../../validation/validate.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { scriptsHere } from "../frame/scripts-here.ts";
import { toolVersion } from "../frame/tool-version.ts";
import { openValidationMemory } from "./validation-memory.ts";

/** Checks the files of the tasks that the flags name, or of all; only `--fix` writes to them. */
export async function validateTasks(context: CommandContext): Promise<CommandResult> {
  const memory = asksForAll(context) ? openValidationMemory(context) : undefined;
  const known = memory?.recall();
  if (known !== undefined) return resultOf(context, known);
  const { checkAllTasks, checkTasks } = await import("./check-tasks.ts");
  return resultOf(context, memory === undefined ? await checkTasks(context) : checkAllTasks(context, memory));
}

const asksForAll = ({ flags }: CommandContext): boolean =>
  flags.many("task").length === 0 &&
  flags.text("changed-since") === undefined &&
  !flags.isOn("staged") &&
  !flags.isOn("fix");

function resultOf(context: CommandContext, { problems: found, counts }: Validated): CommandResult {
  const problems = launchedFixes(found, scriptsHere(context.root));
  const fails = problems.some(({ severity }) => severity === "error" || context.flags.isOn("strict"));
  const document = { ok: !fails, problems, counts } as unknown as Json;
  return {
    exit: fails ? EXIT.invalidContent : EXIT.done,
    json: document,
    text: textOf(context, { problems, counts }, document),
  };
}

function textOf(
  context: CommandContext,
  { problems, counts }: Pick<Validated, "problems" | "counts">,
  document: Json,
): string {
  switch (context.flags.text("format") ?? "text") {
    case "json":
      return JSON.stringify(document);
    case "github":
      return renderAnnotations(problems);
    case "sarif":
      return renderSarif(problems, toolVersion);
    default: {
      const palette = context.terminal.outPalette;
      const tasks = `${counted(counts.tasks, "task")} (${counts.ready} ready, ${counted(counts.drafts, "draft")})`;
      const seen = `${tasks}, ${counted(counts.examples, "example")}`;
      return problems.length === 0
        ? `${palette.good("valid")}: ${seen}`
        : `${renderProblemList(problems, palette)}\n${seen}`;
    }
  }
}
