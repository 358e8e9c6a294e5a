import { expect, it } from "vitest";
import { batchLines } from "../../src/cli/frame/batch-lines.ts";

/** Turns of the event loop that come when the test says so. */
function aLoop() {
  const waiting: (() => void)[] = [];
  return { later: (work: () => void) => waiting.push(work), turn: () => waiting.shift()?.() };
}

it("lines of one turn are written together, in their order", () => {
  const written: string[] = [];
  const { later, turn } = aLoop();
  const batch = batchLines((lines) => written.push(lines), later);
  batch.add("one");
  batch.add("two");
  expect(written).toEqual([]);
  turn();
  batch.add("three");
  turn();
  expect(written).toEqual(["one\ntwo", "three"]);
});

it("what waits when the process ends is written, and only once", () => {
  const written: string[] = [];
  const { later, turn } = aLoop();
  const batch = batchLines((lines) => written.push(lines), later);
  batch.add("last");
  batch.flush();
  turn();
  expect(written).toEqual(["last"]);
});
