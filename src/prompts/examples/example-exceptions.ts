import type { Example } from "./example.ts";

/** What a report records of an example that is judged otherwise than the others. */
export type ExampleException =
  | { readonly quarantined_until: string }
  | { readonly pass: number; readonly of: number };

/** Whether an example is asked and shown but not counted; the last day of a quarantine still belongs to it. `today`: `YYYY-MM-DD`. */
export const isQuarantined = ({ quarantine }: Example, today: string): boolean =>
  quarantine !== undefined && today <= quarantine.until;

/** How often an example is asked: as often as its own rule says, else as often as all are. */
export const repeatsOf = ({ flaky }: Example, repeats: number): number => flaky?.of ?? repeats;

/** How many answers asking all examples gives. */
export const answersWanted = (examples: readonly Example[], repeats: number): number =>
  examples.reduce((sum, example) => sum + repeatsOf(example, repeats), 0);

/** The examples that count on a day. */
export const countingExamples = (examples: readonly Example[], today: string): readonly Example[] =>
  examples.filter((example) => !isQuarantined(example, today));

/** By id, every example that is judged otherwise on a day; a quarantined one is not judged by its other rule. */
export function exceptionsOn(
  examples: readonly Example[],
  today: string,
): Readonly<Record<string, ExampleException>> {
  const entries = examples.flatMap((example): (readonly [string, ExampleException])[] => {
    const { id, quarantine, flaky } = example;
    if (quarantine !== undefined && isQuarantined(example, today))
      return [[id, { quarantined_until: quarantine.until }]];
    return flaky === undefined ? [] : [[id, { pass: flaky.pass, of: flaky.of }]];
  });
  return Object.fromEntries(entries);
}
