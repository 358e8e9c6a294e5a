type Kind = "text" | "texts" | "number" | "flag" | "object" | "objects";

interface Shape {
  readonly required: Readonly<Record<string, Kind>>;
  readonly optional: Readonly<Record<string, Kind>>;
}

/** The parts of the documented request shapes that a deployment may use; anything else is a mistake of ours. */
const SHAPES: Readonly<Record<string, Shape>> = {
  DescribeServices: { required: { services: "texts" }, optional: { cluster: "text", include: "texts" } },
  DescribeTaskDefinition: { required: { taskDefinition: "text" }, optional: { include: "texts" } },
  RegisterTaskDefinition: {
    required: { family: "text", containerDefinitions: "objects" },
    optional: {
      ...{ taskRoleArn: "text", executionRoleArn: "text", networkMode: "text", cpu: "text", memory: "text" },
      ...{ volumes: "objects", placementConstraints: "objects", requiresCompatibilities: "texts" },
      ...{ tags: "objects", runtimePlatform: "object", ephemeralStorage: "object" },
      ...{ pidMode: "text", ipcMode: "text", enableFaultInjection: "flag" },
    },
  },
  UpdateService: {
    required: { service: "text" },
    optional: { cluster: "text", taskDefinition: "text", forceNewDeployment: "flag" },
  },
  TagResource: { required: { resourceArn: "text", tags: "objects" }, optional: {} },
  ListTasks: {
    required: {},
    optional: { cluster: "text", serviceName: "text", desiredStatus: "text" },
  },
  DescribeTasks: { required: { tasks: "texts" }, optional: { cluster: "text" } },
  ListServiceDeployments: {
    required: { service: "text" },
    optional: { cluster: "text", maxResults: "number", nextToken: "text", status: "texts" },
  },
  DescribeServiceDeployments: { required: { serviceDeploymentArns: "texts" }, optional: {} },
  DescribeServiceRevisions: { required: { serviceRevisionArns: "texts" }, optional: {} },
  /** `stopType` and `action` are optional there, and always wanted here. */
  StopServiceDeployment: { required: { serviceDeploymentArn: "text", stopType: "text" }, optional: {} },
  ContinueServiceDeployment: {
    required: { serviceDeploymentArn: "text", hookId: "text", action: "text" },
    optional: {},
  },
  DescribeImages: {
    required: { repositoryName: "text", imageIds: "objects" },
    optional: { registryId: "text" },
  },
  BatchGetImage: {
    required: { repositoryName: "text", imageIds: "objects" },
    optional: { registryId: "text", acceptedMediaTypes: "texts" },
  },
};

/** What is wrong with a request, as sentences. */
export function shapeFaults(action: string, body: Readonly<Record<string, unknown>>): readonly string[] {
  const shape = SHAPES[action];
  if (shape === undefined) return [`${action} is not expected here`];
  const known = { ...shape.required, ...shape.optional };
  const missing = Object.keys(shape.required).filter((name) => body[name] === undefined);
  const unknown = Object.keys(body).filter((name) => known[name] === undefined);
  const wrong = Object.entries(body).filter(([name, value]) => {
    const kind = known[name];
    return kind !== undefined && !isOfKind(kind, value);
  });
  return [
    ...missing.map((name) => `${action} lacks ${name}`),
    ...unknown.map((name) => `${action} knows no ${name}`),
    ...wrong.map(([name]) => `${action}.${name} is of another type`),
  ];
}

function isOfKind(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case "text":
      return typeof value === "string" && value !== "";
    case "texts":
      return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string");
    case "number":
      return typeof value === "number";
    case "flag":
      return typeof value === "boolean";
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "objects":
      return Array.isArray(value) && value.every((each) => typeof each === "object" && each !== null);
  }
}
