// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of CloudFormation
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  actionsOf,
  parameters,
  resource,
  resources,
  type Statement,
  statementsOf,
  TEMPLATE_FILE,
} from "../builders/infra-template.ts";

const arn = (rest: string): string => `arn:\${AWS::Partition}:${rest}`;
const ecs = (rest: string): string => arn(`ecs:\${AWS::Region}:\${AWS::AccountId}:${rest}`);
const images = arn("ecr:${AWS::Region}:${AWS::AccountId}:repository/${ServiceName}");

describe("what the roles of the prompt service may do", () => {
  test("the role that pushes pushes to the one repository, and does nothing else", () => {
    expect(actionsOf("PushRole")).toEqual({
      Login: ["ecr:GetAuthorizationToken"],
      Push: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:InitiateLayerUpload",
        "ecr:UploadLayerPart",
        "ecr:CompleteLayerUpload",
        "ecr:PutImage",
        "ecr:BatchGetImage",
        "ecr:DescribeImages",
      ],
    });
    expect(statementsOf("PushRole").map(({ Resource }) => Resource)).toEqual(["*", "Repository.Arn"]);
    expect(resource("PushRole").Properties.ManagedPolicyArns).toBeUndefined();
  });

  test("the roles that deploy and roll back may do exactly what deploying and rolling back do", () => {
    expect(actionsOf("DeployPolicy")).toEqual({
      TaskDefinitions: ["ecs:RegisterTaskDefinition", "ecs:DescribeTaskDefinition"],
      TagTaskDefinitions: ["ecs:TagResource"],
      Service: ["ecs:UpdateService", "ecs:DescribeServices", "ecs:ListServiceDeployments"],
      ServiceDeployments: [
        "ecs:DescribeServiceDeployments",
        "ecs:StopServiceDeployment",
        "ecs:ContinueServiceDeployment",
        "ecs:DescribeServiceRevisions",
      ],
      PassTaskRoles: ["iam:PassRole"],
      Images: ["ecr:DescribeImages"],
      Alerts: ["sns:Publish"],
    });
    for (const role of ["DeployRole", "RollbackRole"])
      expect(resource(role).Properties).toMatchObject({ ManagedPolicyArns: ["DeployPolicy"] });
    for (const role of ["DeployRole", "RollbackRole"]) expect(statementsOf(role)).toEqual([]);
  });

  test("the role that looks at night describes and lists, action by action, and can change nothing", () => {
    expect(actionsOf("ObserveRole")).toEqual({
      TaskDefinitions: ["ecs:DescribeTaskDefinition"],
      Service: ["ecs:DescribeServices", "ecs:ListServiceDeployments"],
      ServiceDeployments: ["ecs:DescribeServiceDeployments", "ecs:DescribeServiceRevisions"],
      Images: ["ecr:DescribeImages"],
    });
    expect(resource("ObserveRole").Properties.ManagedPolicyArns).toBeUndefined();
    const here = "${ServiceName}-${EnvironmentName}";
    expect(statementsOf("ObserveRole").map(({ Resource }) => Resource)).toEqual([
      "*",
      ecs(`service/${here}/\${ServiceName}`),
      [
        ecs(`service-deployment/${here}/\${ServiceName}/*`),
        ecs(`service-revision/${here}/\${ServiceName}/*`),
      ],
      images,
    ]);
  });

  test("whoever is woken may deploy, look why tasks stop, store a new key and accept a definition, and reads no key", () => {
    expect(actionsOf("OperatorRole")).toEqual({
      ReadLog: ["logs:FilterLogEvents"],
      NewModelKey: ["secretsmanager:PutSecretValue"],
      AcceptTaskDefinitions: ["ecs:TagResource"],
      ListTasks: ["ecs:ListTasks"],
      Tasks: ["ecs:DescribeTasks"],
    });
    const { ManagedPolicyArns } = resource("OperatorRole").Properties;
    expect([ManagedPolicyArns, resource("OperatorRole").Condition]).toEqual([
      ["DeployPolicy"],
      "HasOperator",
    ]);
    const here = "${ServiceName}-${EnvironmentName}";
    expect(statementsOf("OperatorRole").map(({ Resource }) => Resource)).toEqual([
      ...["LogGroup.Arn", "ModelKey", ecs(`task-definition/${here}:*`), "*", ecs(`task/${here}/*`)],
    ]);
    expect(statementsOf("OperatorRole").find(({ Sid }) => Sid === "ListTasks")?.Condition).toEqual({
      ArnEquals: { "ecs:cluster": ecs(`cluster/${here}`) },
    });
  });

  test("images are copied into one account's one repository, by the one account that names itself", () => {
    expect(actionsOf("ReplicationPolicy")).toEqual({ CopiesOfImages: ["ecr:ReplicateImage"] });
    expect(statementsOf("ReplicationPolicy")).toMatchObject([
      {
        Resource: "Repository.Arn",
        Principal: { AWS: "arn:${AWS::Partition}:iam::${ReplicateFrom}:root" },
      },
    ]);
    expect(resource("Replication").Properties.ReplicationConfiguration.Rules).toEqual([
      {
        Destinations: [{ Region: "AWS::Region", RegistryId: "ReplicateTo" }],
        RepositoryFilters: [{ Filter: "ServiceName", FilterType: "PREFIX_MATCH" }],
      },
    ]);
    expect([resource("PushRole").Condition, resource("ReplicationPolicy").Condition]).toEqual([
      "IsPushedTo",
      "IsCopied",
    ]);
  });

  test("they do it on this environment's service alone", () => {
    const at = Object.fromEntries(
      statementsOf("DeployPolicy").map(({ Sid = "", Resource }) => [Sid, Resource]),
    );
    const here = "${ServiceName}-${EnvironmentName}";
    expect(at).toEqual({
      TaskDefinitions: "*",
      TagTaskDefinitions: ecs(`task-definition/${here}:*`),
      Service: ecs(`service/${here}/\${ServiceName}`),
      ServiceDeployments: [
        ecs(`service-deployment/${here}/\${ServiceName}/*`),
        ecs(`service-revision/${here}/\${ServiceName}/*`),
      ],
      PassTaskRoles: ["ExecutionRole.Arn", "TaskRole.Arn"],
      Images: images,
      Alerts: "AlertTopic",
    });
  });

  test("a role is handed to tasks alone, and a tag is set while registering alone", () => {
    const conditions = Object.fromEntries(
      statementsOf("DeployPolicy").map(({ Sid = "", Condition }) => [Sid, Condition]),
    );
    expect(conditions["PassTaskRoles"]).toEqual({
      StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
    });
    expect(conditions["TagTaskDefinitions"]).toEqual({
      StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" },
    });
  });

  test("tasks start with one image, one secret and one log, and run with nothing of AWS", () => {
    expect(actionsOf("ExecutionRole")).toEqual({
      Login: ["ecr:GetAuthorizationToken"],
      PullImage: ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
      ReadModelKey: ["secretsmanager:GetSecretValue"],
      WriteLog: ["logs:CreateLogStream", "logs:PutLogEvents"],
    });
    expect(statementsOf("ExecutionRole").map(({ Resource }) => Resource)).toEqual([
      "*",
      images,
      "ModelKey",
      "LogGroup.Arn",
    ]);
    expect(statementsOf("TaskRole")).toEqual([]);
    expect(resource("TaskRole").Properties.ManagedPolicyArns).toBeUndefined();
  });

  test("no policy of the template has a wildcard in an action, and each allows by name", () => {
    const all = Object.keys(resources).flatMap(statementsOf);
    expect(all.length).toBeGreaterThan(12);
    for (const { Effect, Action } of all) {
      expect(Effect).toBe("Allow");
      for (const action of [Action].flat()) expect(action).toMatch(/^[a-z]+:[A-Z][A-Za-z]+$/);
    }
  });
});

describe("who may take the roles", () => {
  const trusted = ["PushRole", "DeployRole", "RollbackRole", "ObserveRole"].map((name) => {
    const [statement, ...more] = resource(name).Properties.AssumeRolePolicyDocument
      .Statement as readonly Statement[];
    expect(more).toEqual([]);
    return { name, ...statement };
  });

  test("a role is taken by GitHub's token of one exact environment, for one exact audience", () => {
    const subjects = Object.fromEntries(
      trusted.map(({ name, Condition, Action }) => {
        expect(Action).toBe("sts:AssumeRoleWithWebIdentity");
        const { StringEquals, ...others } = Condition as { StringEquals: Record<string, string> };
        expect(others).toEqual({});
        const {
          "token.actions.githubusercontent.com:aud": aud,
          "token.actions.githubusercontent.com:sub": sub,
          ...rest
        } = StringEquals;
        expect([aud, rest]).toEqual(["sts.amazonaws.com", {}]);
        return [name, sub];
      }),
    );
    expect(subjects).toEqual({
      PushRole: "${SubjectPrefix}:environment:release",
      DeployRole: "${SubjectPrefix}:environment:${ServiceName}-${EnvironmentName}",
      RollbackRole: "${SubjectPrefix}:environment:rollback",
      ObserveRole: "${SubjectPrefix}:environment:observe",
    });
  });

  test("the operator's role is taken by the one principal that is named, and is not there without", () => {
    const { Statement: statements } = resource("OperatorRole").Properties.AssumeRolePolicyDocument;
    expect(statements).toEqual([
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "OperatorPrincipal" } },
    ]);
    expect(parameters["OperatorPrincipal"]?.Default).toBe("");
  });

  test.each([
    ["arn:aws:iam::123456789012:role/on-call", true],
    ["arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_OnCall_1a2b", true],
    ["arn:aws:iam::123456789012:user/olu", true],
    ["arn:aws:iam::123456789012:root", false],
    ["arn:aws:iam::123456789012:role/*", false],
    ["*", false],
    ["", true],
  ])("the operator %j is accepted: %s", (principal, isAccepted) => {
    const pattern = new RegExp(`^(?:${parameters["OperatorPrincipal"]?.AllowedPattern})$`);
    expect(pattern.test(principal)).toBe(isAccepted);
  });

  test.each([
    ["repo:acme/prompts", true],
    ["repo:acme@1234/prompts@5678", true],
    ["repo:acme/*", false],
    ["repo:acme/prompts:*", false],
    ["acme/prompts", false],
    ["repo:acme/prompts\nrepo:evil/prompts", false],
  ])("the subject %j is accepted: %s", (subject, isAccepted) => {
    const pattern = new RegExp(`^(?:${parameters["SubjectPrefix"]?.AllowedPattern})$`);
    expect(pattern.test(subject)).toBe(isAccepted);
  });
});

describe("what the template makes", () => {
  test("an image's tag never moves, every push is scanned, and nothing that has a tag expires", () => {
    const { ImageTagMutability, ImageScanningConfiguration, LifecyclePolicy } =
      resource("Repository").Properties;
    expect(ImageTagMutability).toBe("IMMUTABLE");
    expect(ImageScanningConfiguration).toEqual({ ScanOnPush: true });
    const { rules } = JSON.parse(LifecyclePolicy.LifecyclePolicyText);
    expect(rules.map((rule: { selection: { tagStatus: string } }) => rule.selection.tagStatus)).toEqual([
      "untagged",
    ]);
  });

  test("a deployment that does not start is taken back by ECS, and one without a verdict too", () => {
    const { DeploymentConfiguration } = resource("Service").Properties;
    expect(DeploymentConfiguration.DeploymentCircuitBreaker).toEqual({ Enable: true, Rollback: true });
    const [condition, hooks] = DeploymentConfiguration.LifecycleHooks;
    expect(condition).toBe("IsBlueGreen");
    expect(hooks).toEqual([
      {
        TargetType: "PAUSE",
        LifecycleStages: ["POST_TEST_TRAFFIC_SHIFT"],
        TimeoutConfiguration: { TimeoutInMinutes: "PauseMinutes", Action: "ROLLBACK" },
      },
    ]);
  });

  test("the key reaches a task as a secret, and is in no parameter", () => {
    const [container] = resource("FirstDefinition").Properties.ContainerDefinitions;
    expect(container.Secrets).toEqual([{ Name: "KeyVariable", ValueFrom: "ModelKey" }]);
    expect(container.Environment.map(({ Name }: { Name: string }) => Name)).toEqual(["PORT", "HOST"]);
    expect(resource("ModelKey").Properties.SecretString).toBeUndefined();
    expect(Object.keys(parameters).filter((name) => /secret|token|password/i.test(name))).toEqual([]);
  });

  test("what cannot be made again survives the stack", () => {
    for (const name of ["Repository", "ModelKey", "LogGroup", "GitHubProvider", "FirstDefinition"])
      expect([name, resource(name).DeletionPolicy]).toEqual([name, "Retain"]);
  });

  test("every alarm reaches the topic, and every file that an alarm points to is there", () => {
    const alarms = Object.values(resources).filter(({ Type }) => Type === "AWS::CloudWatch::Alarm");
    expect(alarms.length).toBeGreaterThanOrEqual(3);
    const handbook = readFileSync("docs/operations.md", "utf8");
    for (const { Properties } of alarms) {
      expect(Properties.AlarmActions).toEqual(["AlertTopic"]);
      const name = String(Properties.AlarmName).replace("${ServiceName}-${EnvironmentName}-", "");
      expect(handbook).toContain(name);
    }
  });

  const hasLinter = spawnSync("cfn-lint", ["--version"]).status === 0;
  test.skipIf(!hasLinter)(
    `the linter of CloudFormation has nothing to say${hasLinter ? "" : " (cfn-lint is not installed)"}`,
    () => {
      expect(execFileSync("cfn-lint", [TEMPLATE_FILE], { encoding: "utf8" })).toBe("");
    },
  );
});
