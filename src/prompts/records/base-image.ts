/** The image that the Dockerfile builds on where nothing else is said: a tag, which is enough for a laptop and not for a release. */
const BASE_IMAGE_TAG = "node:26-alpine";

/** For a shell: that image as it is today, by its digest. */
export const BASE_IMAGE_TODAY = `${BASE_IMAGE_TAG}@$(docker buildx imagetools inspect ${BASE_IMAGE_TAG} --format '{{.Manifest.Digest}}')`;

/** What to do about a base image without a digest. */
export const BASE_IMAGE_FIX = `A tag can be moved between two builds. Set the variable: gh variable set NODE_IMAGE --env release --body "${BASE_IMAGE_TODAY}"`;

/** Whether an image is named by the digest of its content, so that it is the same one at every build. */
export const namesDigest = (image: string): boolean => /^[^\s@]+@sha256:[0-9a-f]{64}$/.test(image);
