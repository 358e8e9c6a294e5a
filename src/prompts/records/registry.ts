/** What stands behind a production version: a run in 04-evals, or a person's recorded reason. */
export type EvidenceReference =
  | {
      readonly kind: "run";
      readonly run_id: string;
      /** SHA-256 of the bytes of the run's report.json. */
      readonly report_sha256: string;
      readonly evaluation_digest: string;
    }
  | {
      readonly kind: "override";
      readonly reason: string;
      readonly run_id?: string;
      /** One person decided alone where two are asked for. */
      readonly break_glass?: true;
    }
  | { readonly kind: "downgrade"; readonly reason: string };

export type VersionStatus = "promoted" | "verified" | "rolled_back" | "quarantined" | "archived";

export interface RegistryVersion {
  readonly version: string;
  readonly prompt_digest: string;
  /** SHA-256 of the bytes of its file, in production and in the archive; absent where it was promoted before they were kept. */
  readonly sha256?: string;
  readonly status: VersionStatus;
}

export interface RegistryProduction {
  readonly version: string;
  /** SHA-256 of the bytes of the production file. */
  readonly sha256: string;
  readonly prompt_digest: string;
  readonly evidence: EvidenceReference;
}

export interface RegistryTask {
  /** Absent for a task that is retired. */
  readonly production?: RegistryProduction;
  /** Oldest first. */
  readonly versions: readonly RegistryVersion[];
}

export type EnvironmentStatus = "deploying" | "verified" | "rolled_back" | "failed" | "held";

export interface RegistryEnvironment {
  /** Counts the releases of one service, from 1. */
  readonly release: number;
  /** `sha256:<hex>` of what was deployed. */
  readonly image: string;
  /** Versions that differ from the image's current ones, by task. */
  readonly pins: Readonly<Record<string, string>>;
  readonly status: EnvironmentStatus;
  /** Strictly increases with every change of the environment; order is never taken from clocks. */
  readonly generation: number;
}

/** `prompt_registry.yaml`: what is in production, on which evidence, deployed where. Written by commands alone. */
export interface Registry {
  readonly schema_version: 1;
  readonly tasks: Readonly<Record<string, RegistryTask>>;
  /** Keyed `<service>/<environment>`. */
  readonly environments: Readonly<Record<string, RegistryEnvironment>>;
}

export const EMPTY_REGISTRY: Registry = { schema_version: 1, tasks: {}, environments: {} };
