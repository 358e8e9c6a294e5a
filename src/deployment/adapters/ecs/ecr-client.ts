import { DescribeImagesCommand, ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { AwsFailure, awsFailure } from "../../ecs/aws-failure.ts";
import type { ImageRegistry } from "../../ecs/ecs-ports.ts";
import type { AwsSettings } from "./aws-settings.ts";

export interface EcrNames {
  readonly account: string;
  /** Name of the repository, for example `prompt-service`. */
  readonly repository: string;
}

/** User and password with which `docker login` reaches the registry for some hours. */
export interface RegistryLogin {
  readonly user: string;
  readonly password: string;
}

export interface EcrRegistry extends ImageRegistry {
  login(): Promise<RegistryLogin>;
}

/** One repository of images, through the AWS SDK. */
export function createEcrRegistry(settings: AwsSettings, { account, repository }: EcrNames): EcrRegistry {
  const client = new ECRClient(settings);
  const digestOf = async (image: ImageId): Promise<string | undefined> => {
    const call = { action: "ecr:DescribeImages", resource: `repository ${repository}`, statement: "Images" };
    try {
      const { imageDetails = [] } = await client.send(
        new DescribeImagesCommand({ registryId: account, repositoryName: repository, imageIds: [image] }),
      );
      return imageDetails[0]?.imageDigest;
    } catch (error) {
      const failure = awsFailure(call, error);
      if (failure.code === "ImageNotFoundException") return undefined;
      throw failure;
    }
  };
  return {
    repository: `${account}.dkr.ecr.${settings.region}.${domainOf(settings.region)}/${repository}`,
    digestOfTag: (imageTag) => digestOf({ imageTag }),
    has: async (imageDigest) => (await digestOf({ imageDigest })) !== undefined,
    login: () => login(client, account),
  };
}

type ImageId = { readonly imageTag: string } | { readonly imageDigest: string };

const domainOf = (region: string): string =>
  region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";

async function login(client: ECRClient, account: string): Promise<RegistryLogin> {
  const call = { action: "ecr:GetAuthorizationToken", resource: `registry ${account}`, statement: "Login" };
  try {
    const { authorizationData = [] } = await client.send(new GetAuthorizationTokenCommand({}));
    const token = authorizationData[0]?.authorizationToken ?? "";
    const [user = "", password = ""] = Buffer.from(token, "base64").toString("utf8").split(":");
    return { user, password };
  } catch (error) {
    throw error instanceof AwsFailure ? error : awsFailure(call, error);
  }
}
