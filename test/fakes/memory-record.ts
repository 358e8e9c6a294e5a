import type {
  DeploymentIntent,
  DeploymentOutcome,
  DeploymentRecord,
  DeploymentStep,
} from "../../src/deployment/records/deployment-record.ts";
import type { Registry, RegistryTask } from "../../src/prompts/records/registry.ts";

export interface MemoryRecord extends DeploymentRecord {
  /** The registry as the closed operations left it. */
  registry(): Registry;
  /** What was recorded, in order: `intent`, `running`, `evaluated`, `failed`, `finished`, `close`. */
  readonly log: string[];
  readonly outcomes: DeploymentOutcome[];
}

/** Registry and audit record in memory. */
export function createMemoryRecord(initial: Registry): MemoryRecord {
  const opened = new Map<string, { readonly intent: DeploymentIntent; readonly steps: DeploymentStep[] }>();
  const outcomes: DeploymentOutcome[] = [];
  const log: string[] = [];
  let registry = initial;
  return {
    log,
    outcomes,
    registry: () => registry,
    async unfinished(service, environment) {
      const own = [...opened.values()].filter(
        ({ intent }) => intent.service === service && intent.environment === environment,
      );
      return own.sort((a, b) => b.intent.generation - a.intent.generation)[0];
    },
    async intent(intent) {
      const known = opened.get(intent.operation) ?? { intent, steps: [] };
      opened.set(intent.operation, known);
      log.push("intent");
      return { intent: known.intent, steps: [...known.steps] };
    },
    async advance(operation, step) {
      opened.get(operation)?.steps.push(step);
      log.push(step.kind);
    },
    async close(outcome) {
      registry = withOutcome(registry, outcome);
      outcomes.push(outcome);
      opened.delete(outcome.operation);
      log.push("close");
    },
  };
}

function withOutcome(registry: Registry, outcome: DeploymentOutcome): Registry {
  const tasks = Object.entries(registry.tasks).map(([task, registered]) => [
    task,
    withStatus(
      registered,
      outcome.tasks.find((known) => known.task === task),
    ),
  ]);
  const key = `${outcome.service}/${outcome.environment}`;
  return {
    ...registry,
    tasks: Object.fromEntries(tasks),
    environments: { ...registry.environments, [key]: outcome.state },
  };
}

function withStatus(
  registered: RegistryTask,
  outcome: DeploymentOutcome["tasks"][number] | undefined,
): RegistryTask {
  const status = outcome?.status;
  if (outcome === undefined || status === undefined) return registered;
  const versions = registered.versions.map((known) =>
    known.version === outcome.version ? { ...known, status } : known,
  );
  return { ...registered, versions };
}
