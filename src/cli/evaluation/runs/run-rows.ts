import type { Result } from "../../../evaluation/result.ts";
import { isSettled } from "../../../evaluation/run-result.ts";
import type { RunEnd } from "../../../evaluation/running/run.ts";
import type { NamedArm, Round } from "../../../gate/judge.ts";
import type { Example } from "../../../prompts/examples/example.ts";
import { repeatsOf } from "../../../prompts/examples/example-exceptions.ts";
import type { RunFolder } from "./run-folder.ts";

export type ArmName = NamedArm["name"];

/** The file of an arm in a round. Stored answers stand apart, so that a resumed run still knows that they are stored. */
export function rowsName({ name, stored }: Pick<NamedArm, "name" | "stored">, round: Round): string {
  return `${name}${stored === true ? "-stored" : ""}${round === "first" ? "" : "-confirmation"}`;
}

/** How the rows of one round reach the disk and come back from it. */
export interface RoundRows {
  known(arm: string, id: string, repeat: number): Result | undefined;
  /** What was answered and could not be scored; a conversation or a call of tools cannot be told from its row, and is asked again. */
  answered(arm: string, example: Example, repeat: number): Result | undefined;
  onResult(arm: string, result: Result): void;
  /** In example order, whole, closed. */
  finish(): void;
}

export interface RoundShape {
  readonly examples: readonly Example[];
  readonly repeats: number;
  /** Whether an answer may be a call of tools. */
  readonly usesTools: boolean;
}

export function roundRows(
  folder: RunFolder,
  arms: readonly NamedArm[],
  round: Round,
  { examples, repeats, usesTools }: RoundShape,
): RoundRows {
  const names = new Map<string, string>(arms.map((arm) => [arm.name, rowsName(arm, round)]));
  const fileOf = (arm: string) => folder.open(names.get(arm) ?? arm);
  return {
    known: (arm, id, repeat) => {
      const file = fileOf(arm);
      const row = { id, repeat };
      if (!file.has(row)) return undefined;
      const [result] = file.rows([row]);
      return result;
    },
    answered: (arm, { id, messages }, repeat) => {
      if (messages !== undefined || usesTools) return undefined;
      return fileOf(arm).unscored({ id, repeat });
    },
    onResult: (arm, result) => fileOf(arm).append(result),
    finish: () => {
      for (const name of names.values()) folder.finish(name, rowOrder(examples, repeats));
    },
  };
}

function* rowOrder(
  examples: readonly Example[],
  repeats: number,
): Generator<{ readonly id: string; readonly repeat: number }> {
  for (const example of examples) {
    const { id } = example;
    const last = repeatsOf(example, repeats);
    for (let repeat = 1; repeat <= last; repeat += 1) yield { id, repeat };
  }
}

/** Whether rows are missing that asking again may bring. */
export function isUnfinished(end: RunEnd, ...arms: readonly (readonly Result[])[]): boolean {
  return end.kind !== "complete" || arms.some((results) => !results.every(isSettled));
}
