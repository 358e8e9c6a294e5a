import { canonicalJson } from "../adapters/canonical-json.ts";
import { sha256 } from "../sha256.ts";

/** One prompt version that a release carries. */
export interface ReleasedPrompt {
  readonly task: string;
  readonly version: string;
  readonly prompt_digest: string;
  /** Path inside the release, for example `prompts/feature_determination/1.1.0.yaml`. */
  readonly path: string;
  readonly sha256: string;
}

/** `release.json`: what an image carries. Commit + prompt digests; the image digest is computed over all of it. */
export interface Release {
  readonly schema_version: 1;
  readonly service: string;
  /** Counts the releases of the service, from 1. */
  readonly number: number;
  readonly commit: string;
  /** `sha256:<hex>`. */
  readonly image: string;
  /** The version that answers where no pin says otherwise, by task. */
  readonly current: Readonly<Record<string, string>>;
  /** Current and previous verified version of every task. */
  readonly prompts: readonly ReleasedPrompt[];
  /** Versions that existed and are not carried any more, by task: asking for them is answered with 410, not 404. */
  readonly gone?: Readonly<Record<string, readonly string[]>>;
}

export const RELEASE_FILE = "release.json";

/** Where a version's file lies inside a release. */
export const releasedPath = (task: string, version: string): string => `prompts/${task}/${version}.yaml`;

/** The tag of a release's image, behind its service's name: equal content of a service has an equal number and tag. */
export const releaseTag = ({ number, image }: Pick<Release, "number" | "image">): string =>
  `release-${number}-${image.slice("sha256:".length, "sha256:".length + 12)}`;

/**
 * `sha256:` and the SHA-256 of the canonical JSON of which version answers for each task and the digest of every file,
 * by path. Number, commit and the order of files do not count: equal content is an equal image.
 */
export function imageDigest(content: {
  readonly current: Readonly<Record<string, string>>;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}): string {
  const files = Object.fromEntries(content.files.map((file) => [file.path, file.sha256]));
  return `sha256:${sha256(canonicalJson({ current: content.current, files }))}`;
}
