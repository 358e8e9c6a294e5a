import { marksOf } from "./definition-marks.ts";
import type { EcsPlace, EcsPorts } from "./ecs-ports.ts";
import { look } from "./look.ts";
import { digestOfDefinition, imageTag } from "./release-image.ts";

/**
 * What differs between the image that the service runs and the repository of images, in words; undefined where they agree, and where the
 * running task definition is not ours. Throws `Failure` where AWS cannot be asked.
 */
export async function imageDrift(ports: EcsPorts, place: EcsPlace): Promise<string | undefined> {
  const { primary } = await look(ports, place);
  const marks = primary === undefined ? undefined : marksOf(primary, place.key);
  if (primary === undefined || marks === undefined) return undefined;
  const { images } = ports;
  const digest = digestOfDefinition(place, primary);
  if (digest === undefined) return `${primary.name} names its image by a tag, which can be moved`;
  if (!(await images.has(digest)))
    return `${primary.name} runs ${digest}, which ${images.repository} has no more: no task of it could start`;
  const [service = ""] = place.key.split("/");
  const tag = imageTag({ service, number: marks.release, image: marks.image });
  const tagged = await images.digestOfTag(tag);
  return tagged === undefined || tagged === digest
    ? undefined
    : `${primary.name} runs ${digest}, and the tag ${tag} stands for ${tagged}`;
}
