import { resolve } from "node:path";
import { EXIT, type ExitCode } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { renderProblem } from "../../prompts/problem.ts";
import { launched, launchedFixes } from "../../reporting/launched.ts";
import type { Command, CommandResult, ErrorDocument } from "./command.ts";
import { helpText } from "./help-text.ts";
import { parseFlags } from "./parse-flags.ts";
import { createTerminal } from "./process-terminal.ts";
import { scriptsHere } from "./scripts-here.ts";

const SIGNAL_EXITS = { SIGINT: 130, SIGTERM: 143 } as const;

/** Runs a command as this process: flags from argv, the result on standard output, the exit code set, never thrown. */
export async function runCommand(command: Command): Promise<void> {
  const args = process.argv.slice(2);
  quietBrokenPipes();
  if (args.includes("--help")) return printLine(launched(helpText(command), scriptsHere(rootIn(args))));
  const style = { json: args.includes("--json"), debug: args.includes("--debug"), root: rootIn(args) };
  reportStrays(style);
  const stop = watchSignals();
  try {
    const result = await start(command, args, stop.signal);
    printLine(style.json ? JSON.stringify(result.json) : result.text);
    process.exitCode = stop.exit() ?? result.exit;
  } catch (error) {
    const exit = report(error, style);
    process.exitCode = stop.exit() ?? exit;
  } finally {
    stop.end();
  }
}

async function start(command: Command, args: readonly string[], signal: AbortSignal): Promise<CommandResult> {
  const flags = parseFlags(command, args);
  const terminal = createTerminal(process.env, { quiet: flags.isOn("quiet"), json: flags.isOn("json") });
  try {
    return await command.run({
      flags,
      root: resolve(flags.text("root") ?? "."),
      environment: process.env,
      terminal,
      signal,
      isDryRun: command.writes && flags.isOn("dry-run"),
    });
  } finally {
    terminal.progress("");
  }
}

interface Style {
  readonly json: boolean;
  readonly debug: boolean;
  readonly root: string;
}

/** Before the flags are read: what cannot be read has to be told too. */
function rootIn(args: readonly string[]): string {
  const at = args.findIndex((arg) => arg === "--root" || arg.startsWith("--root="));
  const [, joined] = /^--root=(.*)$/.exec(args[at] ?? "") ?? [];
  return resolve(joined ?? (at === -1 ? undefined : args[at + 1]) ?? ".");
}

function report(error: unknown, style: Style): ExitCode {
  const failure = error instanceof Failure ? error : undefined;
  const exit = failure?.exit ?? EXIT.bug;
  const message =
    failure?.message ?? `unexpected failure: ${error instanceof Error ? error.message : String(error)}`;
  const scripts = scriptsHere(style.root);
  const problems = launchedFixes(failure?.problems ?? [], scripts);
  const document: ErrorDocument = { error: { exit, message, problems } };
  if (style.json) printLine(JSON.stringify(document));
  for (const problem of problems) process.stderr.write(`${renderProblem(problem)}\n`);
  process.stderr.write(`error: ${message}. ${launched(failure?.fix ?? BUG, scripts)}\n`);
  if (style.debug && error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
  return exit;
}

const BUG = "This is a bug: run again with --debug and report what it shows.";

function printLine(text: string): void {
  if (text !== "") process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** A reader that went away (`| head`) is no failure, and stops no write half-way: the exit code says how the work ended. */
function quietBrokenPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
    });
  }
}

/** What nobody waited for is a bug as well, and ends the command at once: what it had begun is in the journal. */
function reportStrays(style: Style): void {
  for (const event of ["unhandledRejection", "uncaughtException"] as const)
    process.on(event, (error: unknown) => process.exit(report(error, style)));
}

/** The first signal asks the command to stop and keep what it has; a second one ends the process at once. */
function watchSignals(): { readonly signal: AbortSignal; exit(): number | undefined; end(): void } {
  const controller = new AbortController();
  let exit: number | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    const code = SIGNAL_EXITS[name as keyof typeof SIGNAL_EXITS];
    if (exit !== undefined) process.exit(code);
    exit = code;
    controller.abort();
  };
  for (const name of Object.keys(SIGNAL_EXITS)) process.on(name, onSignal);
  return {
    signal: controller.signal,
    exit: () => exit,
    end: () => {
      for (const name of Object.keys(SIGNAL_EXITS)) process.off(name, onSignal);
    },
  };
}
