import type { ExitCode } from "../../prompts/exit-code.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { Terminal } from "./terminal.ts";

/** `many` may be given several times; `number` is checked against its bounds, ends included. */
export type Flag =
  | { readonly kind: "switch"; readonly help: string }
  | {
      readonly kind: "text" | "many";
      readonly value: string;
      readonly help: string;
      readonly choices?: readonly string[];
    }
  | {
      readonly kind: "number";
      readonly value: string;
      readonly help: string;
      readonly least: number;
      readonly most?: number;
    };

/** Flags as given. Reading one that the command does not define is a bug and throws. */
export interface Flags {
  /** Whether the command has such a flag at all; the others throw where it has none. */
  isKnown(name: string): boolean;
  isGiven(name: string): boolean;
  isOn(name: string): boolean;
  text(name: string): string | undefined;
  many(name: string): readonly string[];
  number(name: string): number | undefined;
}

export interface CommandContext {
  readonly flags: Flags;
  /** Absolute path of the repository to work on. */
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What people read while it works: standard error. */
  readonly terminal: Terminal;
  /** Fires on the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  readonly isDryRun: boolean;
}

export interface CommandResult {
  readonly exit: ExitCode;
  /** The one document that `--json` prints. */
  readonly json: Json;
  /** What standard output shows otherwise; a final line break is added. */
  readonly text: string;
}

export interface Command {
  readonly name: string;
  /** One line, from the user's side. */
  readonly summary: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Whether it changes the repository or the world: it then has `--dry-run`. */
  readonly writes: boolean;
  readonly examples: readonly string[];
  run(context: CommandContext): Promise<CommandResult>;
}

export interface ErrorDocument {
  readonly error: { readonly exit: number; readonly message: string; readonly problems: readonly Problem[] };
}
