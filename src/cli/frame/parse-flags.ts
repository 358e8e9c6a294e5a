import { parseArgs } from "node:util";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { nearestName } from "../../prompts/nearest-name.ts";
import type { Command, Flag, Flags } from "./command.ts";

const COMMON: Readonly<Record<string, Flag>> = {
  root: { kind: "text", value: "DIR", help: "the repository to work on (default: here)" },
  json: { kind: "switch", help: "print exactly one JSON document on standard output" },
  quiet: { kind: "switch", help: "say nothing but the result" },
  debug: { kind: "switch", help: "show stacks of unexpected failures" },
  help: { kind: "switch", help: "show this" },
};

const DRY_RUN: Flag = { kind: "switch", help: "print the plan and change nothing" };

/** All flags of a command, its own first. */
export function flagsOf(command: Command): Readonly<Record<string, Flag>> {
  return { ...command.flags, ...(command.writes ? { "dry-run": DRY_RUN } : {}), ...COMMON };
}

/** Throws `Failure` with exit 2 for an unknown flag, a missing or superfluous value, or a number out of bounds. */
export function parseFlags(command: Command, args: readonly string[]): Flags {
  const known = flagsOf(command);
  const values = readValues(command, known, args);
  for (const [name, flag] of Object.entries(known)) checkValue(command, name, flag, values[name]);
  const read = (name: string): unknown => {
    if (!Object.hasOwn(known, name)) throw new TypeError(`${command.name} has no flag --${name}`);
    return values[name];
  };
  return {
    isKnown: (name) => Object.hasOwn(known, name),
    isGiven: (name) => read(name) !== undefined,
    isOn: (name) => read(name) === true,
    text: (name) => read(name) as string | undefined,
    many: (name) => (read(name) as readonly string[] | undefined) ?? [],
    number: (name) => {
      const text = read(name) as string | undefined;
      return text === undefined ? undefined : Number(text);
    },
  };
}

function readValues(
  command: Command,
  known: Readonly<Record<string, Flag>>,
  args: readonly string[],
): Readonly<Record<string, unknown>> {
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { kind }]) => [
      name,
      { type: kind === "switch" ? ("boolean" as const) : ("string" as const), multiple: kind === "many" },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    if (positionals.length === 0) return values;
    throw usage(
      command,
      `"${positionals[0]}" stands without a flag`,
      "Flags begin with --; a value follows its flag.",
    );
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw usage(command, messageOf(error), hintFor(messageOf(error), known, command));
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);

function hintFor(message: string, known: Readonly<Record<string, Flag>>, command: Command): string {
  const name = /'--([^'\s=]+)/.exec(message)?.[1];
  const near =
    name === undefined || Object.hasOwn(known, name) ? undefined : nearestName(name, Object.keys(known));
  return near === undefined
    ? `\`npm run ${command.name} -- --help\` lists the flags.`
    : `Did you mean --${near}?`;
}

function checkValue(command: Command, name: string, flag: Flag, value: unknown): void {
  if (value === undefined || flag.kind === "switch") return;
  if (flag.kind === "number") {
    checkNumber(command, name, flag, String(value));
    return;
  }
  const values = Array.isArray(value) ? value.map(String) : [String(value)];
  const wrong = values.find(
    (each) =>
      each === "" ||
      (flag.choices !== undefined && !each.split(",").every((part) => flag.choices?.includes(part))),
  );
  if (wrong === undefined) return;
  const fix = flag.choices === undefined ? `Give ${flag.value}.` : `Choose from ${flag.choices.join(", ")}.`;
  throw usage(command, `--${name} got "${wrong}"`, fix);
}

function checkNumber(
  command: Command,
  name: string,
  flag: Extract<Flag, { kind: "number" }>,
  text: string,
): void {
  const value = Number(text);
  const most = flag.most ?? Number.MAX_SAFE_INTEGER;
  if (text.trim() !== "" && Number.isFinite(value) && value >= flag.least && value <= most) return;
  const bounds = flag.most === undefined ? `of at least ${flag.least}` : `from ${flag.least} to ${flag.most}`;
  throw usage(command, `--${name} got "${text}"`, `Give a number ${bounds}.`);
}

/** A call that cannot be carried out: exit 2, nothing was done. */
export function usage(command: { readonly name: string }, found: string, fix: string): Failure {
  return new Failure(`${command.name}: ${found}; nothing was done`, { exit: EXIT.usage, fix });
}
