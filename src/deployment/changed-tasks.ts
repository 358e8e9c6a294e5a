import { compareText } from "../prompts/problem.ts";
import type { Registry } from "../prompts/records/registry.ts";
import type { Release } from "../prompts/records/release.ts";
import type { ChangedTask } from "./records/deployment-record.ts";
import { isVerified, verifiedVersions } from "./releases/select-versions.ts";
import { answeringPrompts } from "./targets/answering-prompts.ts";
import type { LiveIdentity, Pins } from "./targets/target.ts";

interface Facts {
  readonly release: Release;
  readonly registry: Registry;
  readonly live?: LiveIdentity;
}

/**
 * Tasks whose digest differs from the one that answers now, and those whose version nobody has verified, however it came to answer;
 * sorted.
 */
export function changedTasks(facts: Facts, pins: Pins): readonly ChangedTask[] {
  return Object.entries(answeringPrompts(facts.release, pins))
    .filter(([task, { version, prompt_digest }]) => {
      const isLive = liveVersion(facts.live, task)?.prompt_digest === prompt_digest;
      return !isLive || !isVerified(facts.registry, task, version);
    })
    .sort(([a], [b]) => compareText(a, b))
    .map(([task, { version, prompt_digest }]) => changedTask(facts, { task, version, prompt_digest }));
}

function changedTask(
  facts: Facts,
  answering: Pick<ChangedTask, "task" | "version" | "prompt_digest">,
): ChangedTask {
  const { task, version } = answering;
  const carried = facts.release.prompts
    .filter((prompt) => prompt.task === task && prompt.version !== version)
    .map((prompt) => prompt.version);
  const registered = facts.registry.tasks[task];
  const verified = registered === undefined ? [] : verifiedVersions(registered, version);
  const fallback = verified.map((known) => known.version).find((known) => carried.includes(known));
  const from = liveVersion(facts.live, task)?.version;
  const baseline = from !== undefined && carried.includes(from) ? from : fallback;
  return {
    ...answering,
    ...(from === undefined ? {} : { from }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(fallback === undefined ? {} : { fallback }),
  };
}

function liveVersion(
  live: LiveIdentity | undefined,
  task: string,
): LiveIdentity["prompts"][string] | undefined {
  return live !== undefined && Object.hasOwn(live.prompts, task) ? live.prompts[task] : undefined;
}
