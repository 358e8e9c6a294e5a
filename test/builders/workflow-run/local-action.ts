import type { JsonObject } from "../../../src/prompts/reading/json.ts";
import type { Site, Texts, Trigger } from "./site.ts";

/** What a `uses` step gets. */
export interface ActionCall {
  readonly inputs: Texts;
  readonly site: Site;
  readonly trigger: Trigger;
  readonly github: JsonObject;
  readonly workspace: string;
  readonly temporary: string;
  /** The step's variables. */
  readonly environment: Texts;
  say(line: string): void;
}

export interface ActionEnd {
  readonly outputs?: Texts;
  /** Variables for later steps. */
  readonly environment?: Texts;
}

/** Stands in for one published action, and does what it does where that is possible here. Throwing fails the step. */
export type LocalAction = (call: ActionCall) => Promise<ActionEnd>;

/** Inputs of a stand-in. Throws for one that it does not know, so that no input is silently ignored. */
export function knownInputs<K extends string>(
  { inputs }: ActionCall,
  ...names: readonly K[]
): Readonly<Record<K, string>> {
  const strange = Object.keys(inputs).filter((name) => !names.some((known) => known === name));
  if (strange.length > 0) throw new Error(`the stand-in knows no input ${strange.join(", ")}`);
  return Object.fromEntries(names.map((name) => [name, inputs[name] ?? ""])) as Record<K, string>;
}
