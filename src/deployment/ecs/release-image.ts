import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Release } from "../../prompts/records/release.ts";
import { releaseTag } from "../../prompts/records/release.ts";
import { containerOf, marksOf } from "./definition-marks.ts";
import { deployedDefinitions } from "./deployed-releases.ts";
import type { TaskDefinition } from "./ecs-api.ts";
import type { EcsPlace, EcsPorts } from "./ecs-ports.ts";

/** A release as its image is looked for. */
export type NamedRelease = Pick<Release, "service" | "number" | "image">;

/** The tag under which the image of a release is pushed. */
export const imageTag = (release: NamedRelease): string => `${release.service}-${releaseTag(release)}`;

/** The digest at the end of `repository@sha256:...`; undefined for an image by tag. */
const digestIn = (image: string): string | undefined => /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];

/** The digest of the image that a task definition of ours runs; undefined for an image by tag. */
export function digestOfDefinition(
  { container }: EcsPlace,
  { registrable }: Pick<TaskDefinition, "registrable">,
): string | undefined {
  const image = containerOf(registrable, container)?.["image"];
  return typeof image === "string" ? digestIn(image) : undefined;
}

/** The image that a task definition has, where its content is the one that is wanted: pins need no look at the repository. */
export function runningImage(
  place: EcsPlace,
  definition: TaskDefinition,
  content: string,
): string | undefined {
  const isPushed = place.pushedImage?.content === content;
  if (isPushed || marksOf(definition, place.key)?.image !== content) return undefined;
  if (digestOfDefinition(place, definition) === undefined) return undefined;
  const image = containerOf(definition.registrable, place.container)?.["image"];
  return typeof image === "string" ? image : undefined;
}

/**
 * The digest of the image with a release's content: what its tag stands for, or what was deployed here with equal content
 * under another number. Undefined where the repository has none.
 */
export async function findImage(
  { api, images }: EcsPorts,
  place: EcsPlace,
  release: NamedRelease,
): Promise<string | undefined> {
  const tagged = await images.digestOfTag(imageTag(release));
  if (tagged !== undefined) return tagged;
  const deployed = await deployedDefinitions(api, place.key);
  const digests = deployed
    .filter(({ marks }) => marks.image === release.image)
    .flatMap((definition) => digestOfDefinition(place, definition) ?? []);
  for (const digest of new Set(digests)) if (await images.has(digest)) return digest;
  return undefined;
}

/**
 * `repository@sha256:...` of a release: the pushed digest that the caller names, or the one that is found. Throws
 * `Failure`: exit 7 where the release's tag stands for another digest, exit 6 where there is no image.
 */
export async function releaseImage(ports: EcsPorts, place: EcsPlace, release: NamedRelease): Promise<string> {
  const { images } = ports;
  const tag = imageTag(release);
  const pushed = place.pushedImage?.content === release.image ? place.pushedImage.digest : undefined;
  const digest =
    pushed === undefined ? await findImage(ports, place, release) : await requirePushed(ports, tag, pushed);
  if (digest !== undefined) return `${images.repository}@${digest}`;
  const what = pushed === undefined ? `no image tagged ${tag}` : `no image ${pushed}`;
  throw new Failure(`${images.repository} has ${what}, so release ${release.number} cannot be deployed`, {
    exit: EXIT.unhealthy,
    fix: `Build it, push it as ${tag}, and deploy again: docs/deployment.md says how.`,
  });
}

async function requirePushed({ images }: EcsPorts, tag: string, pushed: string): Promise<string | undefined> {
  const tagged = await images.digestOfTag(tag);
  if (tagged !== undefined && tagged !== pushed)
    throw new Failure(`the tag ${tag} stands for ${tagged}, not for ${pushed}; nothing was deployed`, {
      exit: EXIT.conflict,
      fix: "Deploy the image that was pushed first; tags are never moved.",
    });
  return tagged !== undefined || (await images.has(pushed)) ? pushed : undefined;
}
