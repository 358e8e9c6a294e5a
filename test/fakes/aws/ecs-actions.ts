import type { EcsModel, FakeDefinition, FakeDeployment } from "./ecs-model.ts";

export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";
const ARN = `arn:aws:ecs:${REGION}:${ACCOUNT}`;

/** An answer that AWS gives instead of a result. */
export class AwsError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const STOPPED_TASK = "0123456789abcdef0123456789abcdef";

type Body = Readonly<Record<string, unknown>>;
type Action = (model: EcsModel, body: Body) => Promise<unknown>;

const definitionArn = (name: string): string => `${ARN}:task-definition/${name}`;
const deploymentArn = ({ options: { cluster } }: EcsModel, { id }: FakeDeployment): string =>
  `${ARN}:service-deployment/${cluster}/prompts/${id}`;
const revisionArn = ({ options: { cluster } }: EcsModel, id: string): string =>
  `${ARN}:service-revision/${cluster}/prompts/${id}`;

/** What each action of ECS does to the model and answers, with fields that nobody asked for. */
export const ECS_ACTIONS: Readonly<Record<string, Action>> = {
  async DescribeServices(model, { cluster, services }) {
    if (cluster !== model.options.cluster)
      throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    if (!(services as readonly string[]).includes("prompts"))
      return { services: [], failures: [{ arn: `${ARN}:service/web/x`, reason: "MISSING" }] };
    await model.look();
    return { services: [serviceOf(model)], failures: [] };
  },
  async DescribeTaskDefinition(model, { taskDefinition }) {
    const found = model.definition(String(taskDefinition));
    if (found === undefined) throw new AwsError("ClientException", "Unable to describe task definition.");
    return { taskDefinition: described(found), tags: found.tags };
  },
  async RegisterTaskDefinition(model, { tags, ...fields }) {
    const name = model.register(String(fields["family"]), fields, (tags ?? []) as FakeDefinition["tags"]);
    return { taskDefinition: described(model.definition(name)), tags };
  },
  /** Without a task definition it stays, which is of use with `forceNewDeployment`. */
  async UpdateService(model, { taskDefinition = model.primary }) {
    const found = model.definition(String(taskDefinition));
    if (found?.status !== "ACTIVE") throw new AwsError("ClientException", "TaskDefinition is inactive");
    await model.update(nameOf(found));
    return { service: serviceOf(model) };
  },
  async TagResource(model, { resourceArn, tags }) {
    const found = model.definition(String(resourceArn));
    if (found === undefined) throw new AwsError("InvalidParameterException", "The resource is not found.");
    found.tags.push(...(tags as FakeDefinition["tags"]));
    return {};
  },
  /** A task that could not start: the last one that was stopped, an hour at most after it. */
  async ListTasks({ options: { cluster } }, { desiredStatus }) {
    return { taskArns: desiredStatus === "STOPPED" ? [`${ARN}:task/${cluster}/${STOPPED_TASK}`] : [] };
  },
  async DescribeTasks({ live }, { tasks }) {
    const known = (tasks as readonly string[]).filter((task) => task.split("/").at(-1) === STOPPED_TASK);
    return {
      tasks: known.map((taskArn) => ({
        taskArn,
        taskDefinitionArn: definitionArn(live),
        stoppedAt: 1_700_000_000.5,
        stoppedReason: "Essential container in task exited",
        containers: [{ name: "prompt-service", exitCode: 137, reason: "OutOfMemoryError" }],
      })),
      failures: [],
    };
  },
  /** Two at a time, the oldest first. */
  async ListServiceDeployments(model, { nextToken = "0" }) {
    const [from, all] = [Number(nextToken), model.deployments.toReversed()];
    const serviceDeployments = all.slice(from, from + 2).map((deployment) => ({
      serviceDeploymentArn: deploymentArn(model, deployment),
      targetServiceRevisionArn: revisionArn(model, deployment.id),
      createdAt: deployment.createdAt,
      status: deployment.status,
    }));
    return { serviceDeployments, ...(from + 2 < all.length ? { nextToken: String(from + 2) } : {}) };
  },
  async DescribeServiceDeployments(model, { serviceDeploymentArns }) {
    const wanted = serviceDeploymentArns as readonly string[];
    const found = model.deployments.filter((each) => wanted.includes(deploymentArn(model, each)));
    return { serviceDeployments: found.map((each) => describedDeployment(model, each)), failures: null };
  },
  async DescribeServiceRevisions(model, { serviceRevisionArns }) {
    const wanted = serviceRevisionArns as readonly string[];
    return {
      serviceRevisions: model.deployments
        .filter(({ id }) => wanted.includes(revisionArn(model, id)))
        .map(({ id, definition }) => ({
          serviceRevisionArn: revisionArn(model, id),
          taskDefinition: definitionArn(definition),
          aFieldOfTomorrow: true,
        })),
    };
  },
  async StopServiceDeployment(model, { serviceDeploymentArn }) {
    const deployment = deploymentIn(model, serviceDeploymentArn);
    if (deployment.status !== "IN_PROGRESS")
      throw new AwsError("ConflictException", `The deployment is ${deployment.status}.`);
    model.askBack(deployment, "StopServiceDeployment");
    return { serviceDeploymentArn };
  },
  async ContinueServiceDeployment(model, { serviceDeploymentArn, action }) {
    const deployment = deploymentIn(model, serviceDeploymentArn);
    if (deployment.hook !== "AWAITING_ACTION")
      throw new AwsError("InvalidParameterException", "The hook waits for nothing.");
    if (action === "CONTINUE") await model.carryOn(deployment);
    else {
      deployment.hook = "SUCCEEDED";
      model.askBack(deployment, "ContinueServiceDeployment");
    }
    return { serviceDeploymentArn };
  },
};

const nameOf = ({ family, revision }: FakeDefinition): string => `${family}:${revision}`;

function deploymentIn(model: EcsModel, arn: unknown): FakeDeployment {
  const found = model.deployments.find((each) => deploymentArn(model, each) === arn);
  if (found === undefined)
    throw new AwsError("ServiceDeploymentNotFoundException", "There is no such deployment.");
  return found;
}

function described(definition: FakeDefinition | undefined): unknown {
  if (definition === undefined) return undefined;
  return {
    ...definition.fields,
    taskDefinitionArn: definitionArn(nameOf(definition)),
    revision: definition.revision,
    status: definition.status,
    requiresAttributes: [{ name: "com.amazonaws.ecs.capability.ecr-auth" }],
    compatibilities: ["EC2", "FARGATE"],
    registeredAt: 1_700_000_000.5,
    registeredBy: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/x`,
    aFieldOfTomorrow: { deep: true },
  };
}

function describedDeployment(model: EcsModel, deployment: FakeDeployment): unknown {
  const { id, status, reason, stage, hook } = deployment;
  const detail = { hookId: "h1", targetType: "PAUSE", status: hook, timeoutAction: "ROLLBACK" };
  return {
    serviceDeploymentArn: deploymentArn(model, deployment),
    targetServiceRevision: { arn: revisionArn(model, id), requestedTaskCount: 2 },
    status,
    statusReason: reason ?? null,
    lifecycleStage: stage,
    lifecycleHookDetails: hook === undefined ? null : [detail],
  };
}

const STARTED = "(service prompts) has started 1 tasks.";

function serviceOf(model: EcsModel): unknown {
  const { unfinished, live, desiredCount, options, deployments } = model;
  const counts = { desiredCount, pendingCount: 0, runningCount: desiredCount };
  const begunAt = (definition: string): number =>
    deployments.find((each) => each.definition === definition)?.createdAt ?? 0;
  const rollout = (definition: string, status: string, state: string, reason?: string) => ({
    id: `ecs-svc/${definition}`,
    status,
    createdAt: begunAt(definition),
    taskDefinition: definitionArn(definition),
    ...counts,
    rolloutState: state,
    rolloutStateReason: reason,
  });
  const isNew = unfinished?.status === "IN_PROGRESS";
  const hooks = options.pauses
    ? [{ targetType: "PAUSE", lifecycleStages: ["POST_TEST_TRAFFIC_SHIFT"] }]
    : null;
  return {
    serviceName: "prompts",
    status: model.status,
    ...counts,
    taskDefinition: definitionArn(model.primary),
    deployments: isNew
      ? [
          {
            ...rollout(unfinished.definition, "PRIMARY", "IN_PROGRESS"),
            runningCount: 0,
            pendingCount: desiredCount,
          },
          rollout(live, "ACTIVE", "COMPLETED"),
        ]
      : [
          rollout(
            live,
            "PRIMARY",
            unfinished === undefined ? "COMPLETED" : "IN_PROGRESS",
            unfinished?.reason,
          ),
        ],
    events: [
      ...(isNew ? [{ id: "e2", createdAt: unfinished.createdAt + 0.5, message: STARTED }] : []),
      { id: "e1", createdAt: 0.5, message: "(service prompts) was unable to place a task." },
    ],
    deploymentConfiguration: {
      strategy: options.pauses ? "BLUE_GREEN" : "ROLLING",
      deploymentCircuitBreaker: { enable: options.breaker, rollback: options.breaker },
      lifecycleHooks: hooks,
    },
    aFieldOfTomorrow: [1],
  };
}
