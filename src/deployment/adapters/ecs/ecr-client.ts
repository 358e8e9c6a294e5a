import { BatchGetImageCommand, DescribeImagesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { type AwsCall, awsFailure } from "../../ecs/aws-failure.ts";
import { contentInManifest } from "../../ecs/content-annotation.ts";
import type { ImageRegistry } from "../../ecs/ecs-ports.ts";
import type { AwsSettings } from "./aws-settings.ts";

export interface EcrNames {
  readonly account: string;
  /** Name of the repository, for example `prompt-service`. */
  readonly repository: string;
  /** Statement of the role's policy that allows to look; that of the roles that deploy unless given. */
  readonly statement?: string;
}

/** An index is what a build with provenance pushes; ECR answers with what it stores where the kind is accepted. */
const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** One repository of images, through the AWS SDK. */
export function createEcrRegistry(
  settings: AwsSettings,
  { account, repository, statement = "Images" }: EcrNames,
): ImageRegistry {
  const client = new ECRClient(settings);
  const place = { registryId: account, repositoryName: repository };
  const callOf = (action: string): AwsCall => ({ action, resource: `repository ${repository}`, statement });
  const digestOf = async (image: ImageId): Promise<string | undefined> => {
    try {
      const command = new DescribeImagesCommand({ ...place, imageIds: [image] });
      const { imageDetails = [] } = await client.send(command);
      return imageDetails[0]?.imageDigest;
    } catch (error) {
      const failure = awsFailure(callOf("ecr:DescribeImages"), error);
      if (failure.code === "ImageNotFoundException") return undefined;
      throw failure;
    }
  };
  return {
    repository: `${account}.dkr.ecr.${settings.region}.${domainOf(settings.region)}/${repository}`,
    digestOfTag: (imageTag) => digestOf({ imageTag }),
    has: async (imageDigest) => (await digestOf({ imageDigest })) !== undefined,
    contentOf: async (imageDigest) => {
      const wanted = { ...place, imageIds: [{ imageDigest }], acceptedMediaTypes: MANIFESTS };
      try {
        const { images = [] } = await client.send(new BatchGetImageCommand(wanted));
        return contentInManifest(images[0]?.imageManifest ?? "");
      } catch (error) {
        throw awsFailure(callOf("ecr:BatchGetImage"), error);
      }
    },
  };
}

type ImageId = { readonly imageTag: string } | { readonly imageDigest: string };

const domainOf = (region: string): string =>
  region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
