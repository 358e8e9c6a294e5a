import type { ActionCall } from "./site.ts";

/** Inputs of a stand-in. Throws for one that it does not know, so that no input is silently ignored. */
export function knownInputs<K extends string>(
  { inputs }: ActionCall,
  ...names: readonly K[]
): Readonly<Record<K, string>> {
  const strange = Object.keys(inputs).filter((name) => !names.some((known) => known === name));
  if (strange.length > 0) throw new Error(`the stand-in knows no input ${strange.join(", ")}`);
  return Object.fromEntries(names.map((name) => [name, inputs[name] ?? ""])) as Record<K, string>;
}
