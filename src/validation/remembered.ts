import type { ReadTrace } from "../prompts/reading/read-trace.ts";
import type { Validated } from "./validate.ts";

/** What a run over all tasks found, with everything that it read. */
export interface RememberedValidation {
  readonly trace: ReadTrace;
  readonly validated: Validated;
}

const SCHEMA_VERSION = 1;

/** `tool` names the build that found it: another one may find something else in the same files. */
export function renderRemembered(tool: string, remembered: RememberedValidation): string {
  return `${JSON.stringify({ schema_version: SCHEMA_VERSION, tool, ...remembered })}\n`;
}

/** Undefined for what another build wrote, and for anything that this format is not. */
export function parseRemembered(text: string, tool: string): RememberedValidation | undefined {
  try {
    const known = JSON.parse(text) as RememberedValidation & { schema_version?: unknown; tool?: unknown };
    const { trace, validated } = known;
    return known.schema_version === SCHEMA_VERSION && known.tool === tool && trace && validated
      ? { trace, validated }
      : undefined;
  } catch {
    return undefined;
  }
}
