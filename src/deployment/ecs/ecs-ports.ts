import type { Pace } from "../../evaluation/running/pace.ts";
import type { JsonObject } from "../../prompts/reading/json.ts";
import type { LiveIdentity } from "../targets/target.ts";
import type { EcsApi } from "./ecs-api.ts";

/** The repository of images. Every method throws `Failure` where AWS refuses. */
export interface ImageRegistry {
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  readonly repository: string;
  /** `sha256:...` of what a tag stands for; undefined where there is no such tag. */
  digestOfTag(tag: string): Promise<string | undefined>;
  has(digest: string): Promise<boolean>;
  /** The digest of the release's content that an image says it carries (`sha256:...`); undefined where it says nothing. */
  contentOf(digest: string): Promise<string | undefined>;
}

export interface StoredDefinition {
  readonly registrable: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
}

/** Task definitions as they were before they were replaced, for the day on which AWS does not know them any more. */
export interface DefinitionStore {
  read(name: string): StoredDefinition | undefined;
  write(name: string, stored: StoredDefinition): void;
}

/** Where a service runs on ECS. */
export interface EcsPlace {
  /** `<service>/<environment>`. */
  readonly key: string;
  /** The container that runs the prompt service. */
  readonly container: string;
  /** Base URL that users reach. */
  readonly url: string;
  /** Base URL of the test listener, which answers before users are let through. */
  readonly testUrl?: string;
  /** The pushed image (`sha256:...`) of a release's content, where the caller names it. */
  readonly pushedImage?: { readonly content: string; readonly digest: string };
}

export interface EcsPorts {
  readonly api: EcsApi;
  readonly images: ImageRegistry;
  readonly definitions: DefinitionStore;
  identify(url: string): Promise<LiveIdentity | undefined>;
  isReady(url: string): Promise<boolean>;
  readonly pace: Pace;
  /** A line about what ECS is doing. */
  progress(line: string): void;
  /** Whether somebody asked the command to stop. */
  isStopped(): boolean;
}
