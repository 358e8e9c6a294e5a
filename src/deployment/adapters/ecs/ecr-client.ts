import { DescribeImagesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { awsFailure } from "../../ecs/aws-failure.ts";
import type { ImageRegistry } from "../../ecs/ecs-ports.ts";
import type { AwsSettings } from "./aws-settings.ts";

export interface EcrNames {
  readonly account: string;
  /** Name of the repository, for example `prompt-service`. */
  readonly repository: string;
}

/** One repository of images, through the AWS SDK. */
export function createEcrRegistry(settings: AwsSettings, { account, repository }: EcrNames): ImageRegistry {
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
  };
}

type ImageId = { readonly imageTag: string } | { readonly imageDigest: string };

const domainOf = (region: string): string =>
  region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
