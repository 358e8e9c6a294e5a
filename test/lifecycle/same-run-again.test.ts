import { afterAll, beforeAll, expect, it } from "vitest";
import { documentOf } from "../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";

const LINE = ["promote", "--all-ready", "--commit", "--tag", "--push", "--json"] as const;

let first: GitGround;
/** The second runner: a checkout of the commit that the run was started for, with the run's artifacts. */
let second: GitGround;

beforeAll(async () => {
  first = await anEvaluatedGround(["colour"]);
  second = first.colleague();
});

afterAll(() => {
  for (const each of [first, second]) each.remove();
});

const attempt = (ground: GitGround, number: number, ...more: readonly string[]) => {
  const [command, ...flags] = LINE;
  const environment = { CI: "true", GITHUB_RUN_ID: "4711", GITHUB_RUN_ATTEMPT: String(number) };
  return ground.runWith({ environment }, command, ...flags, ...more);
};

it("the second attempt of a run plans the operation of the first one [X6]", async () => {
  const planned = [await attempt(first, 1, "--dry-run"), await attempt(second, 2, "--dry-run")].map(
    documentOf,
  );
  expect(planned[0]?.["operation"]).toMatch(/^promote-/);
  expect(planned[1]?.["operation"]).toBe(planned[0]?.["operation"]);
});

it("what an attempt pushed before it was killed is found by the next one, which adds nothing [X6]", async () => {
  await first.must(...LINE);
  const before = first.remoteGit("for-each-ref");
  const again = await attempt(second, 2);
  expect(again).toMatchObject({ exit: 0 });
  expect(documentOf(again)["promoted"]).toEqual([]);
  expect(first.remoteGit("for-each-ref")).toBe(before);
  expect(second.git("rev-parse", "HEAD")).toBe(first.remoteGit("rev-parse", "main"));
});
