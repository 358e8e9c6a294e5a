import { type Difference, lasting, mendable } from "../lifecycle/reconciling/difference.ts";
import type { RegistryEnvironment } from "../prompts/records/registry.ts";
import type { BroughtBack } from "./rolling-back/brought-back.ts";
import { samePins } from "./same-pins.ts";
import type { LiveIdentity, ObservedState } from "./targets/target.ts";

/** What is seen of an environment. */
export interface SeenService {
  /** The generation of an operation that was begun there and that nobody is at work on. */
  readonly begun?: number;
  readonly running?: ObservedState["deployment"];
  /** What the running service says of itself; absent where it does not answer. */
  readonly live?: LiveIdentity;
  /** What differs between the image that runs and where images are kept, in words. */
  readonly imageDrift?: string | undefined;
  /** What runs was deployed here before, and is not what the record ends with. */
  readonly broughtBack?: BroughtBack | undefined;
  /** Whether it runs wherever one looks from: then nothing of ours there is a difference too. */
  readonly isEverywhere?: boolean;
}

type Running = NonNullable<SeenService["running"]>;

/**
 * What an environment runs against what the audit record says that it runs, and what it answers against both. What a deployment puts
 * right is mendable. Nothing is said of what does not run here.
 */
export function reconcileService(
  place: string,
  { begun, running, live, imageDrift, broughtBack, isEverywhere = false }: SeenService,
  recorded: RegistryEnvironment | undefined,
): readonly Difference[] {
  if (recorded?.status === "deploying" || (begun !== undefined && begun > (recorded?.generation ?? 0)))
    return [mendable({ kind: "unfinished", where: place, found: "a deployment was begun and not finished" })];
  if (running === undefined) return recorded !== undefined && isEverywhere ? [nothingOfOurs(place)] : [];
  const where = `${place} (${running.url})`;
  if (recorded === undefined) {
    const deploy = "Run `npm run deploy`, or `npm run rollback`, so that what runs is what is on record.";
    return [lasting({ kind: "service", where, found: "it runs, and no deployment is on record" }, deploy)];
  }
  if (running.generation > recorded.generation) {
    const found = `generation ${running.generation} runs, and the record ends at ${recorded.generation}: was the branch rewound?`;
    return [
      lasting({ kind: "service", where, found }, "Find the missing commits before anything is deployed."),
    ];
  }
  const isByHand = broughtBack !== undefined && running.wentBack === undefined;
  if (isByHand && broughtBack.barred === undefined)
    return [byHand(place, running, recorded, broughtBack), ...ofImage(where, imageDrift)];
  return [
    ...againstRecord(where, running, recorded, broughtBack),
    ...againstAnswer(where, running, live),
    ...ofImage(where, imageDrift),
  ];
}

/** A deployment would undo what somebody decided: it is recorded, or undone by the command that says so. */
function byHand(
  place: string,
  running: Running,
  recorded: RegistryEnvironment,
  { release }: BroughtBack,
): Difference {
  const [service, environment] = place.split("/");
  const found = `release ${release} runs again (generation ${running.generation}), and release ${recorded.release} is on record (generation ${recorded.generation}): somebody brought it back by hand`;
  const record = `npm run rollback -- --service ${service} --environment ${environment} --to ${release} --reason "why" --commit --push`;
  const where = `${place} (${running.url})`;
  const fix = `Record it, which deploys nothing: \`${record}\`; or undo it: \`npm run deploy -- --service ${service} --environment ${environment} --commit --push\`.`;
  return lasting({ kind: "by_hand", where, found }, fix);
}

function nothingOfOurs(place: string): Difference {
  const fix = "Run `npm run deploy`, or find out who changed the service.";
  const found = "what runs there was not deployed by this pipeline, and a deployment is on record";
  return lasting({ kind: "by_hand", where: place, found }, fix);
}

function againstRecord(
  where: string,
  running: Running,
  recorded: RegistryEnvironment,
  broughtBack: BroughtBack | undefined,
): readonly Difference[] {
  const isImage = running.image === recorded.image;
  if (isImage && samePins(running.pins, recorded.pins)) return [];
  const why =
    running.wentBack === undefined
      ? broughtBack?.barred === undefined
        ? ""
        : `; ${broughtBack.barred} answers there, which may not`
      : `; ECS went back by itself: ${running.wentBack}`;
  const found = `image ${short(running.image)} runs, and ${short(recorded.image)} is on record${isImage ? " with other pins" : ""}${why}`;
  return [mendable({ kind: "service", where, found })];
}

/** The service computes its digest from the bytes that it loaded, so that a wrong image cannot hide behind a right name. */
function againstAnswer(
  where: string,
  running: Running,
  live: LiveIdentity | undefined,
): readonly Difference[] {
  if (!running.healthy) return [];
  if (live === undefined) {
    const fix = "Look at the service's own log; `npm run deploy -- --restart` starts it anew.";
    return [lasting({ kind: "service", where, found: "it does not say which prompts answer" }, fix)];
  }
  const pinned = Object.entries(running.pins).find(
    ([task, version]) => live.prompts[task] !== undefined && live.prompts[task]?.version !== version,
  );
  if (live.image === running.image && pinned === undefined) return [];
  const found =
    pinned === undefined
      ? `it answers from image ${short(live.image)}, and ${short(running.image)} was deployed`
      : `${pinned[0]} ${live.prompts[pinned[0]]?.version} answers, and ${pinned[1]} is pinned`;
  const fix = "Run `npm run deploy -- --restart`, or `npm run rollback`, and look who changed what runs.";
  return [lasting({ kind: "service", where, found }, fix)];
}

function ofImage(where: string, drift: string | undefined): readonly Difference[] {
  if (drift === undefined) return [];
  const fix = "Push that image again, or deploy a release whose image is there.";
  return [lasting({ kind: "image", where, found: drift }, fix)];
}

const short = (image: string): string => image.slice(0, 19);
