import { nearestName } from "../../prompts/nearest-name.ts";
import type { Release } from "../../prompts/records/release.ts";
import { samePins } from "../same-pins.ts";
import { answeringPrompts } from "../targets/answering-prompts.ts";
import type { Pins } from "../targets/target.ts";
import { allowedRelease, newestCarried, pinned, whyNot } from "./allowed-release.ts";
import type { RollbackSituation, VerifiedRelease } from "./rollback-situation.ts";

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
  if (isLeft && (to === undefined || to === answering[task]?.version)) return allowedRelease(live, registry);
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
      .map((candidate) => ({ candidate, allowed: allowedRelease(candidate, registry) }))
      .find(
        ({ candidate, allowed }) => allowed.kind === "chosen" && isWayBack(live, candidate, allowed.target),
      );
    if (choice !== undefined) return choice.allowed;
    return { kind: "hold", why: "there is no earlier release that was verified here and still may answer" };
  }
  if (!isBack && Number(to) === number) return { kind: "unchanged", why: `release ${to} answers already` };
  const wanted = known.find(({ release }) => release.number === Number(to));
  if (wanted !== undefined) return allowedRelease(wanted, registry);
  const list = known.map(({ release }) => release.number).join(", ");
  return {
    kind: "refused",
    why: `release ${to} was not verified here; known: ${list === "" ? "none" : list}`,
  };
}

/** A release that answers as `live` does only because versions of it were left out is none. */
function isWayBack(live: VerifiedRelease, wanted: VerifiedRelease, allowed: VerifiedRelease): boolean {
  const [now, then] = [live, allowed].map(({ release, pins }) => canonicalAnswers(release, pins));
  return samePins(wanted.pins, allowed.pins) || now !== then;
}

const canonicalAnswers = (release: Release, pins: Pins): string =>
  Object.entries(answeringPrompts(release, pins))
    .map(([task, { prompt_digest }]) => `${task} ${prompt_digest}`)
    .sort()
    .join(" ");
