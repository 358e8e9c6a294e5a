import { nearestName } from "../prompts/nearest-name.ts";
import type { Registry } from "../prompts/records/registry.ts";
import { answeringPrompts } from "./answering-prompts.ts";
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
  const now = Object.hasOwn(answering, task) ? answering[task]?.version : undefined;
  const registered = Object.hasOwn(registry.tasks, task) ? registry.tasks[task] : undefined;
  if (now === undefined || registered === undefined) return unknownTask(task, Object.keys(answering));
  if (to === now) return { kind: "unchanged", why: `${task} answers with ${now} already` };
  const carried = live.release.prompts.filter((prompt) => prompt.task === task).map(({ version }) => version);
  const version =
    to ??
    verifiedVersions(registered, now)
      .map((known) => known.version)
      .find((known) => carried.includes(known));
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

/** The newest earlier release none of whose answering versions was rolled back since, or the one that was asked for. */
export function selectRelease({ live, earlier, registry, to }: RollbackSituation): RollbackChoice {
  if (to === undefined) {
    const target = earlier.find(
      (candidate) =>
        candidate.release.number < live.release.number && barredVersion(candidate, registry) === undefined,
    );
    if (target !== undefined) return { kind: "chosen", target };
    return { kind: "hold", why: "there is no earlier release that was verified here and still may answer" };
  }
  if (Number(to) === live.release.number) return { kind: "unchanged", why: `release ${to} answers already` };
  const wanted = earlier.find(({ release }) => release.number === Number(to));
  if (wanted === undefined) {
    const known = earlier.map(({ release }) => release.number).join(", ");
    return {
      kind: "refused",
      why: `release ${to} was not verified here; known: ${known === "" ? "none" : known}`,
    };
  }
  const bad = barredVersion(wanted, registry);
  return bad === undefined ? { kind: "chosen", target: wanted } : { kind: "refused", why: bad };
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
