import {
  ContinueServiceDeploymentCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type ServiceDeploymentBrief,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import type { JsonObject } from "../../../prompts/reading/json.ts";
import { AwsFailure, awsFailure } from "../../ecs/aws-failure.ts";
import type { EcsApi, EcsService, ServiceDeployment, TaskDefinition } from "../../ecs/ecs-api.ts";
import { registrable } from "../../ecs/task-definition.ts";
import type { AwsSettings } from "./aws-settings.ts";
import { definitionName, type ServiceFacts, serviceDeployment, serviceOf } from "./ecs-replies.ts";

export interface EcsNames {
  readonly cluster: string;
  readonly service: string;
}

const MOST_DEPLOYMENTS = 20;

/** ECS for one service, through the AWS SDK: it signs, and tries again with jitter where AWS is busy. */
export function createEcsApi(settings: AwsSettings, { cluster, service }: EcsNames): EcsApi {
  const client = new ECSClient(settings);
  const once = new ECSClient({ ...settings, maxAttempts: 1 });
  const place = `service ${service} in cluster ${cluster}`;
  const names = new Map<string, string>();
  return {
    service: () => describeService(client, { cluster, service }, place),
    definition: (name) => describeDefinition(client, name),
    async register(definition, tags) {
      const input = {
        ...definition,
        tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
      } as unknown as RegisterTaskDefinitionCommandInput;
      const resource = `family ${input.family}`;
      const reply = await told("RegisterTaskDefinition", resource, () =>
        once.send(new RegisterTaskDefinitionCommand(input)),
      );
      return definitionName(reply.taskDefinition?.taskDefinitionArn);
    },
    async update(taskDefinition) {
      await told("UpdateService", place, () =>
        client.send(new UpdateServiceCommand({ cluster, service, taskDefinition })),
      );
    },
    deployments: () => listDeployments(client, { cluster, service }, place, names),
    stop: (serviceDeploymentArn) =>
      unlessOver(() =>
        told("StopServiceDeployment", serviceDeploymentArn, () =>
          client.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: "ROLLBACK" })),
        ),
      ),
    resume: (serviceDeploymentArn, hookId, action) =>
      unlessOver(() =>
        told("ContinueServiceDeployment", serviceDeploymentArn, () =>
          client.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action })),
        ),
      ),
  };
}

/** Names of the statements in the deploying role's policy. */
const STATEMENTS: Readonly<Record<string, string>> = {
  RegisterTaskDefinition: "TaskDefinitions",
  DescribeTaskDefinition: "TaskDefinitions",
  StopServiceDeployment: "ServiceDeployments",
  ContinueServiceDeployment: "ServiceDeployments",
  DescribeServiceDeployments: "ServiceDeployments",
  DescribeServiceRevisions: "ServiceDeployments",
};

async function told<T>(action: string, resource: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const statement = STATEMENTS[action] ?? "Service";
    throw awsFailure({ action: `ecs:${action}`, resource, statement }, error);
  }
}

/** What is over cannot be stopped or continued: ECS says so by these errors. */
async function unlessOver(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    const isOver =
      error instanceof AwsFailure &&
      /^(ConflictException|InvalidParameterException|ServiceDeploymentNotFoundException)$/.test(error.code);
    if (isOver) return false;
    throw error;
  }
}

async function describeService(client: ECSClient, names: EcsNames, place: string): Promise<EcsService> {
  const { cluster, service } = names;
  const reply = await told("DescribeServices", place, () =>
    client.send(new DescribeServicesCommand({ cluster, services: [service] })),
  );
  const [found] = reply.services ?? [];
  if (found !== undefined) return serviceOf(found as ServiceFacts);
  const reason = reply.failures?.[0]?.reason ?? "it is not listed";
  const missing = Object.assign(new Error(reason), { name: "ServiceNotFoundException" });
  throw awsFailure({ action: "ecs:DescribeServices", resource: place, statement: "Service" }, missing);
}

async function describeDefinition(client: ECSClient, name: string): Promise<TaskDefinition | undefined> {
  try {
    const { taskDefinition, tags } = await told("DescribeTaskDefinition", name, () =>
      client.send(new DescribeTaskDefinitionCommand({ taskDefinition: name, include: ["TAGS"] })),
    );
    if (taskDefinition === undefined) return undefined;
    return {
      name: definitionName(taskDefinition.taskDefinitionArn),
      isActive: taskDefinition.status === "ACTIVE",
      tags: Object.fromEntries(
        (tags ?? []).flatMap(({ key, value }) => (key === undefined ? [] : [[key, value ?? ""]])),
      ),
      registrable: registrable(JSON.parse(JSON.stringify(taskDefinition)) as JsonObject),
    };
  } catch (error) {
    if (error instanceof AwsFailure && error.code === "ClientException") return undefined;
    throw error;
  }
}

/** Undefined where this ECS knows no service deployments, so that the service's own list has to do. */
async function listDeployments(
  client: ECSClient,
  names: EcsNames,
  place: string,
  known: Map<string, string>,
): Promise<readonly ServiceDeployment[] | undefined> {
  try {
    const briefs = await listBriefs(client, names, place);
    const arns = briefs
      .slice(0, MOST_DEPLOYMENTS)
      .flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []);
    if (arns.length === 0) return [];
    const described = await told("DescribeServiceDeployments", place, () =>
      client.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: arns })),
    );
    const found = described.serviceDeployments ?? [];
    const revisions = found.flatMap(({ targetServiceRevision }) => targetServiceRevision?.arn ?? []);
    await nameRevisions(client, place, revisions, known);
    return found
      .map((deployment) =>
        serviceDeployment(deployment, known.get(deployment.targetServiceRevision?.arn ?? "")),
      )
      .sort((a, b) => arns.indexOf(a.arn) - arns.indexOf(b.arn));
  } catch (error) {
    if (error instanceof AwsFailure && hasNoSuchCall(error)) return undefined;
    throw error;
  }
}

const PAGE = 100;
const MOST_PAGES = 5;

/** The newest first; ECS promises no order. */
async function listBriefs(
  client: ECSClient,
  names: EcsNames,
  place: string,
): Promise<readonly ServiceDeploymentBrief[]> {
  const briefs: ServiceDeploymentBrief[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const input = { ...names, maxResults: PAGE, ...(nextToken === undefined ? {} : { nextToken }) };
    const reply = await told("ListServiceDeployments", place, () =>
      client.send(new ListServiceDeploymentsCommand(input)),
    );
    briefs.push(...(reply.serviceDeployments ?? []));
    nextToken = reply.nextToken;
    if (nextToken === undefined) break;
  }
  return briefs.sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
}

/** Other makers' ECS refuse the call by one of these names, or answer with a page that is no JSON. */
const hasNoSuchCall = ({ code, message }: AwsFailure): boolean =>
  /^(UnsupportedFeatureException|UnknownOperationException|NotImplementedException|SyntaxError)$/.test(
    code,
  ) || /not been implemented/i.test(message);

/** Which task definition a service revision has never changes, so that each is asked for once. */
async function nameRevisions(
  client: ECSClient,
  place: string,
  revisions: readonly string[],
  known: Map<string, string>,
): Promise<void> {
  const unknown = [...new Set(revisions)].filter((arn) => !known.has(arn));
  if (unknown.length === 0) return;
  const reply = await told("DescribeServiceRevisions", place, () =>
    client.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: unknown })),
  );
  for (const { serviceRevisionArn, taskDefinition } of reply.serviceRevisions ?? [])
    if (serviceRevisionArn !== undefined) known.set(serviceRevisionArn, definitionName(taskDefinition));
}
