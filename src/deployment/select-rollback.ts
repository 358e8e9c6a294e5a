import { nearestName } from "../prompts/nearest-name.ts";
import type { Registry } from "../prompts/records/registry.ts";
import { answeringPrompts } from "./answering-prompts.ts";
import type { Release } from "./release.ts";
import type { RollbackSituation, VerifiedRelease } from "./rollback-situation.ts";
import { mayAnswer, verifiedVersions } from "./select-versions.ts";

export type RollbackChoice =
  | { readonly kind: "chosen"; readonly target: VerifiedRelease }
  | { readonly kind: "hold"; readonly why: string }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "unchanged"; readonly why: string };

/** The newest verified version of one task that the live release carries, or the one that was asked for, as a pin. */
export function selectTaskVersion(situation: RollbackSituation, task: string): RollbackChoice {
  const { live, registry, to } = situation;
  const answering = answeringPrompts(live.release, live.pins);
  const isLeft = isLeftAnyway(situation, task);
  if (isLeft && (to === undefined || to === answering[task]?.version)) return allowed(live, registry);
  const now = Object.hasOwn(answering, task) ? answering[task]?.version : undefined;
  const registered = Object.hasOwn(registry.tasks, task) ? registry.tasks[task] : undefined;
  if (now === undefined || registered === undefined) return unknownTask(task, Object.keys(answering));
  if (to === now) return { kind: "unchanged", why: `${task} answers with ${now} already` };
  const carried = live.release.prompts.filter((prompt) => prompt.task === task).map(({ version }) => version);
  const version = to ?? newestCarried(live.release, registry, task, now);
  if (version === undefined) {
    return {
      kind: "hold",
      why: `release ${live.release.number} carries no other verified version of ${task}`,
    };
  }
  const why = whyNot(registry, task, version);
  if (why !== undefined) return { kind: "refused", why };
  if (!carried.includes(version)) {
    const list = carried.join(", ");
    return {
      kind: "refused",
      why: `release ${live.release.number} carries only ${list} of ${task}, not ${version}`,
    };
  }
  return { kind: "chosen", target: { release: live.release, pins: pinned(live, task, version) } };
}

/** Whether the deployment that was given up had changed the task: what answered before it is what is asked for. */
function isLeftAnyway({ live, unsettled }: RollbackSituation, task: string): boolean {
  if (unsettled === undefined) return false;
  const [before, after] = [live, unsettled].map(({ release, pins }) => {
    const answering = answeringPrompts(release, pins);
    return Object.hasOwn(answering, task) ? answering[task]?.prompt_digest : undefined;
  });
  return before !== after;
}

/** A pin to the release's own current version is no pin. */
function pinned({ release, pins }: VerifiedRelease, task: string, version: string): VerifiedRelease["pins"] {
  const { [task]: _, ...others } = pins;
  return release.current[task] === version ? others : { ...others, [task]: version };
}

function unknownTask(task: string, names: readonly string[]): RollbackChoice {
  const near = nearestName(task, names);
  const hint = near === undefined ? "" : `; did you mean "${near}"?`;
  return { kind: "refused", why: `nothing called "${task}" answers there${hint}` };
}

/**
 * The newest earlier release that may answer, or the one that was asked for. A version of it that may not answer any more is left out
 * where the release carries a verified one beside it. What answered before a deployment that was given up is the newest one.
 */
export function selectRelease({ live, unsettled, earlier, registry, to }: RollbackSituation): RollbackChoice {
  const { number } = live.release;
  const isBack = unsettled !== undefined;
  const known = isBack ? [live, ...earlier.filter(({ release }) => release.number !== number)] : earlier;
  if (to === undefined) {
    const candidates = known.filter(
      ({ release }) => release.number < number || (isBack && release.number === number),
    );
    const choice = candidates
      .map((candidate) => allowed(candidate, registry))
      .find(({ kind }) => kind === "chosen");
    if (choice !== undefined) return choice;
    return { kind: "hold", why: "there is no earlier release that was verified here and still may answer" };
  }
  if (!isBack && Number(to) === number) return { kind: "unchanged", why: `release ${to} answers already` };
  const wanted = known.find(({ release }) => release.number === Number(to));
  if (wanted !== undefined) return allowed(wanted, registry);
  const list = known.map(({ release }) => release.number).join(", ");
  return {
    kind: "refused",
    why: `release ${to} was not verified here; known: ${list === "" ? "none" : list}`,
  };
}

/** A release as it may answer now: tasks whose version may not are pinned to the newest verified one that it carries. */
function allowed(wanted: VerifiedRelease, registry: Registry): RollbackChoice {
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
function newestCarried(
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

function whyNot(registry: Registry, task: string, version: string): string | undefined {
  const registered = Object.hasOwn(registry.tasks, task) ? registry.tasks[task] : undefined;
  const known = registered?.versions.find((entry) => entry.version === version);
  if (known === undefined) return `the registry knows no version ${version} of ${task}`;
  return mayAnswer(known) ? undefined : `${task} ${version} is ${known.status.replace("_", " ")}`;
}
