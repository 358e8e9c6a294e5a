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
}
