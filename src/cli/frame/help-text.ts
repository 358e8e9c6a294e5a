import type { Command, Flag } from "./command.ts";
import { flagsOf } from "./parse-flags.ts";

/** What `--help` prints. */
export function helpText(command: Command): string {
  const flags = Object.entries(flagsOf(command));
  const heads = flags.map(([name, flag]) => headOf(name, flag));
  const width = Math.max(...heads.map((head) => head.length));
  const lines = flags.map(([, flag], at) => `  ${(heads[at] ?? "").padEnd(width)}  ${describe(flag)}`);
  return [
    `npm run ${command.name} -- [flags]`,
    "",
    `  ${command.summary}`,
    "",
    "Flags:",
    ...lines,
    "",
    "Examples:",
    ...command.examples.map((example) => `  ${example}`),
  ].join("\n");
}

function headOf(name: string, flag: Flag): string {
  return flag.kind === "switch" ? `--${name}` : `--${name} ${flag.value}`;
}

function describe(flag: Flag): string {
  const choices = "choices" in flag && flag.choices !== undefined ? ` (${flag.choices.join(", ")})` : "";
  return `${flag.help}${choices}${flag.kind === "many" ? "; may be repeated" : ""}`;
}
