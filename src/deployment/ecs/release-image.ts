import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { releaseTag } from "../../prompts/release.ts";
import type { Release } from "../release.ts";
import type { ImageRegistry } from "./ecs-ports.ts";

type Named = Pick<Release, "service" | "number" | "image">;

/** The tag under which the image of a release is pushed. */
export const imageTag = (release: Named): string => `${release.service}-${releaseTag(release)}`;

/** The digest at the end of `repository@sha256:...`; undefined for an image by tag. */
export const digestIn = (image: string): string | undefined => /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];

/**
 * `repository@sha256:...` of a release: what its tag stands for, or the pushed digest that the caller names. Throws
 * `Failure`: exit 7 where both exist and differ, exit 6 where there is no image.
 */
export async function releaseImage(
  images: ImageRegistry,
  release: Named,
  pushed: string | undefined,
): Promise<string> {
  const tag = imageTag(release);
  const tagged = await images.digestOfTag(tag);
  if (pushed !== undefined && tagged !== undefined && tagged !== pushed)
    throw new Failure(`the tag ${tag} stands for ${tagged}, not for ${pushed}; nothing was deployed`, {
      exit: EXIT.conflict,
      fix: "Deploy the image that was pushed first; tags are never moved.",
    });
  const digest = tagged ?? pushed;
  if (digest !== undefined && (tagged !== undefined || (await images.has(digest))))
    return `${images.repository}@${digest}`;
  const what = digest === undefined ? `no image tagged ${tag}` : `no image ${digest}`;
  throw new Failure(`${images.repository} has ${what}, so release ${release.number} cannot be deployed`, {
    exit: EXIT.unhealthy,
    fix: `Build it, push it as ${tag}, and deploy again: docs/deployment.md says how.`,
  });
}
