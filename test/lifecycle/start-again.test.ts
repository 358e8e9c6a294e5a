import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Pace } from "../../src/evaluation/running/pace.ts";
import { createGithub } from "../../src/lifecycle/adapters/github/github.ts";
import { type StartedAgain, startAgain } from "../../src/lifecycle/start-again.ts";
import { EXIT } from "../../src/prompts/exit-code.ts";
import { type FakeGithub, startFakeGithub } from "../fakes/fake-github.ts";
import type { FakeWorkflowRun } from "../fakes/github/github-state.ts";

const HEAD = "a".repeat(40);
const MINUTE = 60_000;

/** Time that moves on only while somebody waits, and never while GitHub is asked. */
interface Clock extends Pace {
  readonly waits: readonly number[];
  /** Happens when the clock gets there. */
  at(minute: number, happens: () => void): void;
}

function createClock(): Clock {
  const waits: number[] = [];
  const events: { readonly at: number; readonly happens: () => void }[] = [];
  let now = 0;
  return {
    waits,
    now: () => now,
    random: () => 0.5,
    at: (minute, happens) => void events.push({ at: minute * MINUTE, happens }),
    after: (milliseconds, run) => {
      waits.push(milliseconds);
      const [from, to] = [now, now + milliseconds];
      const timer = setImmediate(() => {
        now = to;
        for (const { at, happens } of events) if (at > from && at <= to) happens();
        run();
      });
      return () => clearImmediate(timer);
    },
  };
}

let github: FakeGithub;
let said: string[];
let clock: Clock;

beforeEach(async () => {
  github = await startFakeGithub();
  said = [];
  clock = createClock();
});

afterEach(() => github.close());

const aRun = (changes: Partial<FakeWorkflowRun> = {}): FakeWorkflowRun => {
  const run: FakeWorkflowRun = {
    ...{ id: 61, path: ".github/workflows/check.yml", event: "pull_request", head_sha: HEAD },
    ...{ head_branch: "change", head_repository: github.repository, status: "completed" },
    ...{ conclusion: "failure", run_attempt: 1, pull_requests: [7], ...changes },
  };
  github.state.runs.push(run);
  return run;
};
const aRunningOne = (changes: Partial<FakeWorkflowRun> = {}): FakeWorkflowRun =>
  aRun({ status: "in_progress", conclusion: null, ...changes });

const ends = (run: FakeWorkflowRun, conclusion: string): void =>
  void Object.assign(run, { status: "completed", conclusion });

interface Given {
  readonly waitMinutes?: number;
  readonly isDryRun?: boolean;
  readonly signal?: AbortSignal;
  /** Comes between the look at the run and its start. */
  readonly between?: () => void;
}

function start({ waitMinutes = 150, isDryRun = false, signal, between }: Given = {}): Promise<StartedAgain> {
  const token = github.issueToken({ actions: "write" });
  const real = createGithub({ repository: github.repository, token, apiUrl: github.url });
  const startFailedJobs = (run: number): Promise<void> => {
    between?.();
    return real.startFailedJobs(run);
  };
  const host = { ...real, startFailedJobs };
  const ports = { host, pace: clock, progress: (line: string) => void said.push(line) };
  const check = { commit: HEAD, workflow: "check.yml" };
  return startAgain(signal === undefined ? ports : { ...ports, signal }, check, { waitMinutes, isDryRun });
}

describe("a check whose drop is accepted", () => {
  it("that has failed is started again at once", async () => {
    aRun();
    expect(await start()).toEqual({ kind: "started", run: 61 });
    expect(github.state.startedAgain).toEqual([61]);
    expect(clock.waits).toEqual([]);
  });

  it("that still runs is waited for, longer from look to look, and started again when it has failed", async () => {
    const run = aRunningOne();
    clock.at(40, () => ends(run, "failure"));
    expect(await start()).toEqual({ kind: "started", run: 61 });
    expect(github.state.startedAgain).toEqual([61]);
    expect(clock.waits.slice(0, 7)).toEqual([10_000, 15_000, 22_500, 33_750, 50_625, 60_000, 60_000]);
    expect(clock.now()).toBeLessThan(41 * MINUTE);
    expect(said[0]).toBe("the check, run 61, is not over yet; waiting for its end");
  });

  it("that read the word in time passes, and nothing is started", async () => {
    const run = aRunningOne();
    clock.at(3, () => ends(run, "success"));
    expect(await start()).toEqual({ kind: "passed", run: 61 });
    expect(github.state.startedAgain).toEqual([]);
  });

  it("that a newer push cancelled is left alone: the word is for a head that is gone", async () => {
    const run = aRunningOne();
    clock.at(3, () => ends(run, "cancelled"));
    expect(await start()).toEqual({ kind: "not_failed", run: 61 });
    expect(github.state.startedAgain).toEqual([]);
  });

  it("that was started anew meanwhile is waited for in its newest run", async () => {
    const run = aRunningOne();
    clock.at(2, () => ends(run, "cancelled"));
    clock.at(1, () => {
      const newer = aRunningOne({ id: 62 });
      clock.at(6, () => ends(newer, "failure"));
    });
    expect(await start()).toEqual({ kind: "started", run: 62 });
  });

  it("that never ends is given up after the time that is allowed, with the command that a person types then", async () => {
    aRunningOne();
    await expect(start({ waitMinutes: 30 })).rejects.toMatchObject({
      exit: EXIT.unclear,
      message: "run 61 of check.yml was not over after 30 minutes; nothing was started again",
      fix: "Start its failed jobs when it is: gh run rerun 61 --failed.",
    });
    expect(clock.now()).toBeLessThanOrEqual(30 * MINUTE);
    expect(github.state.startedAgain).toEqual([]);
  });

  it("that has not been started yet is not waited for: it reads the word itself", async () => {
    aRun({ event: "merge_group" });
    expect(await start()).toEqual({ kind: "no_run" });
  });

  it("that a second owner's word finds started already is left to that attempt, which reads both", async () => {
    const run = aRun();
    const between = (): void => void Object.assign(run, { status: "queued", conclusion: null });
    expect(await start({ between })).toEqual({ kind: "runs_again", run: 61 });
  });

  it("that the token may not start is said to be so", async () => {
    aRun();
    github.failNext("POST", /rerun-failed-jobs$/, 403);
    await expect(start()).rejects.toMatchObject({ status: 403 });
  });

  it("is not started where somebody stops the command, which does not wait on", async () => {
    aRunningOne();
    const controller = new AbortController();
    clock.at(1, () => controller.abort());
    await expect(start({ signal: controller.signal })).rejects.toMatchObject({
      message: "it was stopped while it waited for the check's end; nothing was started again",
    });
    expect(github.state.startedAgain).toEqual([]);
  });

  it("is only looked for in a dry run", async () => {
    aRun();
    expect(await start({ isDryRun: true })).toEqual({ kind: "started", run: 61 });
    expect(github.state.startedAgain).toEqual([]);
  });
});
