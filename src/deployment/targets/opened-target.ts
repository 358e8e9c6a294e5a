import type { Release } from "../../prompts/records/release.ts";
import type { Target } from "./target.ts";

/** A target as a command opens it. */
export interface OpenedTarget extends Target {
  /** Releases that can be started again, the highest number first. */
  releases(): readonly Release[];
  /**
   * Looks whether the release that the target was opened for can be deployed; absent where nothing can be wrong beforehand. Throws
   * `Failure`.
   */
  preflight?(): Promise<void>;
  /** What differs between the image that runs and where images are kept, in words; absent where there are no images. */
  imageDrift?(): Promise<string | undefined>;
  /** Ends what runs there, where the target can. Throws `Failure` with exit 2 where it cannot. */
  stopAll(): Promise<void>;
}
