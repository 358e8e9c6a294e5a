import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { ImageRegistry } from "./ecs-ports.ts";
import { imageTag, type NamedRelease } from "./release-image.ts";

/** What a release's tag stands for already. */
export interface StandingImage {
  readonly digest: string;
  /** Whether the image says that it carries this release; one that was pushed by hand says nothing. */
  readonly saysContent: boolean;
}

/**
 * The image that a release's tag stands for; undefined where there is none, so that it has to be built. Throws `Failure`: exit 7
 * where the image says that it carries another release, exit 6 where AWS refuses.
 */
export async function standingImage(
  images: ImageRegistry,
  release: NamedRelease,
): Promise<StandingImage | undefined> {
  const tag = imageTag(release);
  const digest = await images.digestOfTag(tag);
  if (digest === undefined) return undefined;
  const content = await images.contentOf(digest);
  if (content === undefined || content === release.image)
    return { digest, saysContent: content !== undefined };
  throw new Failure(
    `${images.repository}:${tag} stands for ${digest}, which carries ${content} and not ${release.image}; nothing was written`,
    {
      exit: EXIT.conflict,
      fix: "Find out who pushed it. Tags are never moved: whoever owns the repository takes that image away, then run it again.",
    },
  );
}
