import { parseRegistryFile } from "../../src/prompts/yaml-formats.ts";
import type { GitGround } from "../builders/git-ground.ts";

/** Who promotes what at the same moment. */
export const MEETINGS = {
  "different tasks from two checkouts": { tasks: ["colour", "shape"], checkouts: 2 },
  "the same task from two checkouts": { tasks: ["colour", "colour"], checkouts: 2 },
  "different tasks in one checkout": { tasks: ["colour", "shape"], checkouts: 1 },
  "the same task in one checkout": { tasks: ["colour", "colour"], checkouts: 1 },
} as const;

export type Meeting = keyof typeof MEETINGS;

export interface MeetingOutcome {
  readonly exits: readonly (number | null)[];
  /** What the remote's main has, by task: each version once. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
  readonly tags: readonly string[];
  /** Tasks and versions of the audit, in its order; a broken line throws. */
  readonly audit: readonly string[];
  /** Subjects of the commits after the first. */
  readonly commits: readonly string[];
}

/** Two promotions with commit, tag and push, started together. */
export async function promoteAtOnce(evaluated: GitGround, meeting: Meeting): Promise<MeetingOutcome> {
  const ground = evaluated.copy();
  const other = MEETINGS[meeting].checkouts === 2 ? ground.colleague() : ground;
  try {
    const [mine, theirs] = MEETINGS[meeting].tasks;
    const ended = await Promise.all([promote(ground, mine), promote(other, theirs)]);
    const text = (path: string): string => ground.remoteGit("show", `main:${path}`);
    const audit = text("prompt_audit.jsonl").trimEnd().split("\n");
    return {
      exits: ended.map(({ exit }) => exit).sort(),
      versions: registeredVersions(text("prompt_registry.yaml")),
      tags: ground.remoteGit("tag").trimEnd().split("\n"),
      audit: audit.map((line) => JSON.parse(line) as Decision).map(({ task, to }) => `${task} ${to}`),
      commits: ground.remoteGit("log", "--format=%s", "main").trimEnd().split("\n").slice(0, -1),
    };
  } finally {
    ground.remove();
    if (other !== ground) other.remove();
  }
}

interface Decision {
  readonly task: string;
  readonly to: string;
}

const promote = (ground: GitGround, task: string): ReturnType<GitGround["run"]> =>
  ground.run("promote", "--task", task, "--commit", "--tag", "--push");

function registeredVersions(text: string): MeetingOutcome["versions"] {
  const tasks = parseRegistryFile("registry", new TextEncoder().encode(text)).value?.tasks ?? {};
  return Object.fromEntries(
    Object.entries(tasks).map(([task, { versions }]) => [task, versions.map(({ version }) => version)]),
  );
}
