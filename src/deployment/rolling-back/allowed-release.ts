import type { Registry } from "../../prompts/records/registry.ts";
import type { Release } from "../../prompts/records/release.ts";
import { mayAnswer, verifiedVersions } from "../releases/select-versions.ts";
import { answeringPrompts } from "../targets/answering-prompts.ts";
import type { VerifiedRelease } from "./rollback-situation.ts";

export type AllowedRelease =
  | { readonly kind: "chosen"; readonly target: VerifiedRelease }
  | { readonly kind: "refused"; readonly why: string };

/** A release as it may answer now: tasks whose version may not are pinned to the newest verified one that it carries. */
export function allowedRelease(wanted: VerifiedRelease, registry: Registry): AllowedRelease {
  const { release } = wanted;
  const target = Object.entries(answeringPrompts(release, wanted.pins)).reduce(
    (mended, [task, { version }]) => {
      if (whyNot(registry, task, version) === undefined) return mended;
      const instead = newestCarried(release, registry, task, version);
      return instead === undefined ? mended : { release, pins: pinned(mended, task, instead) };
    },
    wanted,
  );
  const why = barredVersion(target, registry);
  return why === undefined ? { kind: "chosen", target } : { kind: "refused", why };
}

/** The newest verified version of a task that a release carries, but this one. */
export function newestCarried(
  release: Release,
  registry: Registry,
  task: string,
  except: string,
): string | undefined {
  const carried = release.prompts.filter((prompt) => prompt.task === task).map(({ version }) => version);
  const registered = Object.hasOwn(registry.tasks, task) ? registry.tasks[task] : undefined;
  const verified = registered === undefined ? [] : verifiedVersions(registered, except);
  return verified.map(({ version }) => version).find((version) => carried.includes(version));
}

/** Why a release may not answer here any more, as a sentence; undefined where it may. */
export function barredVersion({ release, pins }: VerifiedRelease, registry: Registry): string | undefined {
  const reasons = Object.entries(answeringPrompts(release, pins)).map(([task, { version }]) =>
    whyNot(registry, task, version),
  );
  return reasons.find((why) => why !== undefined);
}

/** Why a version may not answer, as a sentence; undefined where it may. */
export function whyNot(registry: Registry, task: string, version: string): string | undefined {
  const registered = Object.hasOwn(registry.tasks, task) ? registry.tasks[task] : undefined;
  const known = registered?.versions.find((entry) => entry.version === version);
  if (known === undefined) return `the registry knows no version ${version} of ${task}`;
  return mayAnswer(known) ? undefined : `${task} ${version} is ${known.status.replace("_", " ")}`;
}

/** A pin to the release's own current version is no pin. */
export function pinned(
  { release, pins }: VerifiedRelease,
  task: string,
  version: string,
): VerifiedRelease["pins"] {
  const { [task]: _, ...others } = pins;
  return release.current[task] === version ? others : { ...others, [task]: version };
}
