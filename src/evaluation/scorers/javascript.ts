import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import type { Finding, ScorerInput, ScorerType } from "../scoring/scorer.ts";
import { quote } from "./finding.ts";
import { checkAll, isAmount, mustBePresent, mustFit } from "./option-problems.ts";

/** What a script is called with: `(output, context)`. */
export interface ScriptInput {
  readonly output: string;
  readonly context: JsonObject;
}

/** Runs the function that a script exports by default. Rejects where it throws or takes longer than `timeoutMs`. */
export type ScriptRunner = (source: string, input: ScriptInput, timeoutMs: number) => Promise<unknown>;

/** The port of scripts: text of a file in the repository, and what runs it. */
export interface Scripts {
  /** Undefined where no such file is. */
  source(path: string): string | undefined;
  readonly run: ScriptRunner;
}

const DEFAULT_TIMEOUT_MS = 1_000;
const FIX = "Write the path of a file in the repository as `value`, such as file://scorers/polite.js.";

/**
 * A function in a file of the repository judges: `export default (output, {vars, expected, value, id, tags, config}) =>`
 * a boolean, a number in [0, 1], or `{score, pass, reason}`. More than 0 passes. After promptfoo 0.121 `javascript` with
 * `file://`; other code than a file is not run. `timeout_ms` (default 1,000) limits a call; over it is an error.
 */
export function javascript(scripts: Scripts | undefined): ScorerType {
  return {
    type: "javascript",
    needsExpected: false,
    defaultThreshold: Number.MIN_VALUE,
    options: ["value", "timeout_ms", "config"],
    aggregates: [],
    check: checkAll(
      mustBePresent("value", FIX),
      mustFit("value", isScriptPath, FIX),
      mustFit(
        "timeout_ms",
        (value) => isAmount(value) && value > 0,
        "Write a number of milliseconds above 0.",
      ),
    ),
    prepare: (options) => {
      const path = scriptPath(options["value"]);
      const source = path === undefined ? undefined : scripts?.source(path);
      const timeoutMs = Number(options["timeout_ms"] ?? DEFAULT_TIMEOUT_MS);
      return async (input) => {
        if (source === undefined || scripts === undefined) throw new Error(`there is no file ${path}`);
        return findingFrom(await scripts.run(source, scriptInput(input, options), timeoutMs));
      };
    },
  };
}

/** The repository's path in `file://...`, or undefined for a path that leads out of it, and for anything else. */
export function scriptPath(value: unknown): string | undefined {
  if (typeof value !== "string" || !value.startsWith("file://")) return undefined;
  const path = value.slice("file://".length).replace(/^\.\//, "");
  const isInside =
    path !== "" && !path.startsWith("/") && !path.includes("\\") && !path.split("/").includes("..");
  return isInside ? path : undefined;
}

const isScriptPath = (value: unknown): boolean => /\.[cm]?js$/.test(scriptPath(value) ?? "");

function scriptInput(input: ScorerInput, options: JsonObject): ScriptInput {
  const { id, input: vars, expected = null, tags = [] } = input.example;
  const context = { id, vars, expected, tags, value: input.value ?? null, config: options["config"] ?? {} };
  return { output: input.text, context };
}

function findingFrom(returned: unknown): Finding {
  if (typeof returned === "boolean") return { value: returned ? 1 : 0, why: `the script says ${returned}` };
  if (typeof returned === "number") return { value: returned, why: `the script gives ${returned}` };
  if (isJsonObject(returned)) {
    const value = scoreIn(returned);
    if (value !== undefined) return { value, why: String(returned["reason"] ?? `the script gives ${value}`) };
  }
  throw new TypeError(`the script returned ${quote(returned)}, not a boolean, a number or {score, reason}`);
}

/** `pass` counts where there is no score; `pass: false` makes any score 0, so that it cannot pass. */
function scoreIn(returned: { readonly [key: string]: Json }): number | undefined {
  const { score, pass } = returned;
  if (pass === false) return 0;
  if (typeof score === "number") return score;
  return pass === true ? 1 : undefined;
}
