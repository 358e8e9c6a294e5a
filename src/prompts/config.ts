export interface ModelPrice {
  readonly usd_per_mtok_in: number;
  readonly usd_per_mtok_out: number;
  /** Day on which the vendor retires the model, `YYYY-MM-DD`. */
  readonly retires?: string;
}

export interface ProviderConfig {
  readonly kind: "offline" | "openai";
  /** Name of the environment variable that holds the key. */
  readonly key_env?: string;
  readonly base_url?: string;
  readonly models?: Readonly<Record<string, ModelPrice>>;
}

export interface GateDefaults {
  /** Largest probability of calling noise a regression. */
  readonly alpha: number;
  /** Confidence level of printed intervals. */
  readonly level: number;
  readonly max_regression: number;
  readonly max_unproven_drop: number;
  readonly min_examples: number;
  /** Largest share of calls that may end in an error. */
  readonly error_budget: number;
}

export const GATE_DEFAULTS: GateDefaults = {
  alpha: 0.05,
  level: 0.95,
  max_regression: 0.02,
  max_unproven_drop: 0.1,
  min_examples: 20,
  error_budget: 0.1,
};

/** Where an environment with `target: ecs` runs. */
export interface EcsConfig {
  /** Number of the AWS account, 12 digits: credentials of another one are refused. */
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly service: string;
  /** Name of the repository in ECR. */
  readonly repository: string;
  /** The container of the task that runs the prompt service; `prompt-service` where it is left out. */
  readonly container?: string;
  /** Name of the role that has to be assumed; any where it is left out. */
  readonly role?: string;
  /** Base URL of the test listener, where the service waits before users are let through. */
  readonly test_url?: string;
}

export interface EnvironmentConfig {
  readonly name: string;
  readonly target: "local" | "ecs";
  /** The environment that must have verified the same release first. */
  readonly after?: string;
  readonly url?: string;
  /** There where the target is `ecs`. */
  readonly ecs?: EcsConfig;
}

export interface ServiceConfig {
  readonly name: string;
  /** Globs over task ids. */
  readonly tasks: readonly string[];
  readonly environments: readonly EnvironmentConfig[];
}

/** What people can be told of. */
export type NotifyEvent =
  | "rollback"
  | "held"
  | "failed"
  | "drift"
  | "inconclusive"
  | "override"
  | "break_glass";

export interface NotifyConfig {
  readonly on: readonly NotifyEvent[];
  readonly to: "issue" | "webhook" | "sns";
  readonly url_env?: string;
  readonly secret_env?: string;
  readonly topic_arn?: string;
}

/** How what is in production is evaluated again. */
export interface DriftConfig {
  readonly every_days: number;
  /** Asked first; all of a task's examples only where these alarm. */
  readonly examples: number;
  /** Of all tasks together, in a calendar month (UTC); no limit where it is left out. */
  readonly budget_usd?: number;
}

export const DRIFT_DEFAULTS: DriftConfig = { every_days: 7, examples: 30 };

/** `pipeline.config.yaml`. No secrets, only names of variables. */
export interface PipelineConfig {
  readonly main_branch: string;
  readonly providers: Readonly<Record<string, ProviderConfig>>;
  readonly gate: GateDefaults;
  readonly services: readonly ServiceConfig[];
  readonly notify: readonly NotifyConfig[];
  readonly drift: DriftConfig;
}
