import type { ExampleException } from "../../prompts/examples/example-exceptions.ts";
import type { GateRecord } from "./gate-record.ts";

/** Examples that counted in full and now count less, or not at all, for people. New ones never counted. */
export function exceptionChanges(before: GateRecord, after: GateRecord): readonly string[] {
  return Object.entries(after.exceptions ?? {}).flatMap(([id, now]) => {
    const counted = before.examples.ids?.has(id) ?? true;
    return counted ? exceptionChange(id, before.exceptions?.[id], now) : [];
  });
}

function exceptionChange(
  id: string,
  before: ExampleException | undefined,
  now: ExampleException,
): readonly string[] {
  if ("quarantined_until" in now)
    return [`the example ${id} counted and is in quarantine until ${now.quarantined_until}`];
  if (before === undefined || "quarantined_until" in before)
    return now.pass < now.of ? [`the example ${id} now passes with ${now.pass} of ${now.of} answers`] : [];
  const isEasier = now.pass < before.pass || now.of > before.of;
  return isEasier
    ? [
        `the example ${id} passed with ${before.pass} of ${before.of} answers and now with ${now.pass} of ${now.of}`,
      ]
    : [];
}
