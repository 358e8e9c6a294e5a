import { PLAIN_PALETTE, TERMINAL_PALETTE } from "../../reporting/terminal/palette.ts";
import type { Terminal } from "./terminal.ts";

const ERASE_LINE = "\r\u001b[2K";
const DEFAULT_COLUMNS = 100;

/** Standard error of this process; colour and redrawing only on a terminal, and never with `NO_COLOR` or in CI. */
export function createTerminal(
  environment: NodeJS.ProcessEnv,
  options: { readonly quiet: boolean; readonly json: boolean },
): Terminal {
  const isPlain = isSet(environment["NO_COLOR"]) || isSet(environment["CI"]);
  const isInteractive = process.stderr.isTTY === true && !isSet(environment["CI"]) && !options.quiet;
  let hasProgress = false;
  const clear = (): void => {
    if (hasProgress) process.stderr.write(ERASE_LINE);
    hasProgress = false;
  };
  const talk = (line: string): void => {
    clear();
    process.stderr.write(`${line}\n`);
  };
  return {
    palette: process.stderr.isTTY === true && !isPlain ? TERMINAL_PALETTE : PLAIN_PALETTE,
    outPalette: process.stdout.isTTY === true && !isPlain ? TERMINAL_PALETTE : PLAIN_PALETTE,
    isInteractive,
    columns: process.stderr.columns || DEFAULT_COLUMNS,
    show: (line) => {
      clear();
      if (!options.json) process.stdout.write(`${line}\n`);
      else if (!options.quiet) process.stderr.write(`${line}\n`);
    },
    say: (line) => {
      if (!options.quiet) talk(line);
    },
    insist: talk,
    progress: (line) => {
      if (!isInteractive) return;
      if (line === "") return clear();
      // A line that wraps could not be erased again; some pseudo-terminals say that they have no columns.
      const room = (process.stderr.columns || DEFAULT_COLUMNS) - 1;
      process.stderr.write(`${ERASE_LINE}${line.slice(0, room)}`);
      hasProgress = true;
    },
  };
}

const isSet = (value: string | undefined): boolean =>
  value !== undefined && value !== "" && value !== "false";
