import type { Quarantine } from "../../prompts/examples/example.ts";
import { isQuarantined } from "../../prompts/examples/example-exceptions.ts";
import type { LocatedExample } from "../../prompts/examples/examples-file.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { TaskCheck } from "../check.ts";

/** Days before the end of a quarantine from which on it is told. */
const NOTICE_DAYS = 7;
const DAY_MS = 86_400_000;

/** Rules that a few examples have for themselves can be met, and quarantines end when they say. */
export const checkExampleExceptions: TaskCheck = ({ task, today }) =>
  task.examples.flatMap((located) => [...unmeetable(located), ...endingQuarantine(located, today)]);

function unmeetable({ example, file, line }: LocatedExample): readonly Problem[] {
  const { flaky } = example;
  if (flaky === undefined || flaky.pass <= flaky.of) return [];
  const place = file.positions(line).placeOf(["flaky", "pass"]);
  const found = `example "${example.id}" must pass ${flaky.pass} times and is asked ${flaky.of} times`;
  return [{ ...place, code: "invalid-value", severity: "error", found, fix: "Let pass be at most of." }];
}

function endingQuarantine(located: LocatedExample, today: string | undefined): readonly Problem[] {
  const { example, file, line } = located;
  const { quarantine } = example;
  if (quarantine === undefined) return [];
  const place = file.positions(line).placeOf(["quarantine", "until"]);
  const base = { ...place, code: "quarantine-ends" } as const;
  if (!isDate(quarantine.until)) {
    const found = `example "${example.id}" is quarantined until ${quarantine.until}, which is no day`;
    return [
      {
        ...base,
        code: "invalid-value",
        severity: "error",
        found,
        fix: "Write a day, for example 2026-12-31.",
      },
    ];
  }
  if (today === undefined) return [];
  if (!isQuarantined(example, today)) {
    const found = `the quarantine of example "${example.id}" ended on ${quarantine.until}; it counts again`;
    return [
      { ...base, severity: "warning", found, fix: "Remove quarantine, or the example, or say until when." },
    ];
  }
  const left = daysLeft(quarantine, today);
  if (left > NOTICE_DAYS) return [];
  const found = `the quarantine of example "${example.id}" ends ${left === 0 ? "today" : `in ${left === 1 ? "a day" : `${left} days`}`}`;
  return [{ ...base, severity: "warning", found, fix: "Mend what makes it fail; it counts again then." }];
}

const isDate = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
};

const daysLeft = ({ until }: Quarantine, today: string): number =>
  Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY_MS);
