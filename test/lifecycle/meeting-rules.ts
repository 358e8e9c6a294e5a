import { expect } from "vitest";
import { MEETINGS, type Meeting, type MeetingOutcome } from "./two-at-once.ts";

/** Both succeed in turn, or one is told that another command is writing; what was promoted is whole and stands once. */
export function expectInTurn(meeting: Meeting, outcome: MeetingOutcome): void {
  const { tasks, checkouts } = MEETINGS[meeting];
  const asked = [...new Set(tasks)];
  const promoted = asked.filter((task) => outcome.versions[task] !== undefined);
  expect(
    checkouts === 2
      ? [[0, 0]]
      : [
          [0, 0],
          [0, 7],
        ],
  ).toContainEqual(outcome.exits);
  expect(promoted.length).toBe(outcome.exits.includes(7) ? 1 : asked.length);
  expect(outcome.versions).toEqual(Object.fromEntries(promoted.map((task) => [task, ["1.0.0"]])));
  expect(outcome.tags).toEqual(promoted.map((task) => `prompt/${task}/v1.0.0`));
  expect([...outcome.audit].sort()).toEqual(promoted.map((task) => `${task} 1.0.0`));
  expect([...outcome.commits].sort()).toEqual(promoted.map((task) => `promote(${task}): v1.0.0`));
}
