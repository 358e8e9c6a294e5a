import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FakeAws } from "../fakes/fake-aws.ts";
import { type EndedCommand, startCommand } from "./command-process.ts";
import type { Line } from "./fault-runs.ts";
import type { GitGround } from "./git-ground.ts";

const COUNTED = fileURLToPath(new URL("../fakes/counted-effects.mjs", import.meta.url));

/** Outside effects by where they happen. */
export interface Effects {
  /** Files that were written or taken away. */
  readonly files: number;
  /** Commits, tags, moved references and pushes. */
  readonly git: number;
  /** Calls to AWS that change something. */
  readonly aws: number;
}

export interface Kill {
  readonly of: "machine" | "aws";
  /** After so many effects there the process is killed, from 1. */
  readonly after: number;
}

export interface CountedRun {
  readonly ended: EndedCommand;
  readonly effects: Effects;
}

export interface CountedPlace {
  readonly ground: GitGround;
  /** The cloud that it deploys to, where there is one. */
  readonly aws?: FakeAws;
}

const CHANGING = /^(Register|Update|Stop|Continue|Tag|Put)/;

/** Runs a command, counts what it does outside of itself, and kills it once that much was done. */
export async function countedRun(
  { ground, aws }: CountedPlace,
  [command, ...flags]: Line,
  kill?: Kill,
): Promise<CountedRun> {
  const log = join(ground.base, "effects");
  rmSync(log, { force: true });
  const at = kill?.of === "machine" ? { EFFECTS_AT: String(kill.after) } : {};
  const { process, ended } = startCommand(command, ["--root", ground.root, ...flags], {
    node: ["--import", COUNTED],
    environment: { ...aws?.environment, EFFECTS_ROOT: ground.root, EFFECTS_LOG: log, ...at },
  });
  let calls = 0;
  if (aws !== undefined)
    aws.fault = (action) => {
      if (!CHANGING.test(action)) return undefined;
      calls += 1;
      if (kill?.of !== "aws" || calls !== kill.after) return undefined;
      process.kill("SIGKILL");
      return { kind: "lost_reply" };
    };
  const result = await ended;
  if (aws !== undefined) aws.fault = () => undefined;
  const lines = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
  const count = (kind: string): number => lines.filter((line) => line.startsWith(`${kind} `)).length;
  return { ended: result, effects: { files: count("file"), git: count("git"), aws: calls } };
}

export const together = (a: Effects, b: Effects): Effects => ({
  files: a.files + b.files,
  git: a.git + b.git,
  aws: a.aws + b.aws,
});

/** Kinds of effects of which there are more than twice as many as wanted. */
export function tooMany(done: Effects, wanted: Effects): readonly string[] {
  const kinds = ["files", "git", "aws"] as const;
  return kinds
    .filter((kind) => done[kind] > 2 * wanted[kind])
    .map((kind) => `${kind}: ${done[kind]} instead of ${wanted[kind]}`);
}

/** Every moment after an effect of an undisturbed run. */
export const killsOf = ({ files, git, aws }: Effects): readonly Kill[] => [
  ...Array.from({ length: files + git }, (_, at) => ({ of: "machine", after: at + 1 }) as const),
  ...Array.from({ length: aws }, (_, at) => ({ of: "aws", after: at + 1 }) as const),
];
