import type { Release } from "../../prompts/records/release.ts";
import type { LiveIdentity, Pins } from "./target.ts";

export type AnsweringPrompts = LiveIdentity["prompts"];

/** The version and digest that answer for each task of a release, pins applied. Throws `TypeError` for a pin that is not carried. */
export function answeringPrompts(release: Release, pins: Pins): AnsweringPrompts {
  const answering = { ...release.current, ...pins };
  const entries = Object.entries(answering).map(([task, version]) => {
    const carried = release.prompts.find((prompt) => prompt.task === task && prompt.version === version);
    if (carried === undefined)
      throw new TypeError(`release ${release.number} does not carry ${task} ${version}`);
    return [task, { version, prompt_digest: carried.prompt_digest }] as const;
  });
  return Object.fromEntries(entries);
}

/** Where a live service says something else than was deployed, as sentences without a full stop. */
export function identityFaults(expected: AnsweringPrompts, live: LiveIdentity): readonly string[] {
  return Object.entries(expected).flatMap(([task, { version, prompt_digest }]) => {
    const reported = Object.hasOwn(live.prompts, task) ? live.prompts[task] : undefined;
    if (reported === undefined) return [`the live service does not know ${task}`];
    if (reported.prompt_digest === prompt_digest) return [];
    const said = `${reported.version} (${reported.prompt_digest.slice(0, 12)})`;
    return [`the live service answers ${task} with ${said}, not ${version} (${prompt_digest.slice(0, 12)})`];
  });
}
