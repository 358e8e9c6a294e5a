import { ACCOUNT, REGION } from "../../fakes/aws/ecs-actions.ts";
import { type DockerStub, startDockerStub } from "../../fakes/docker-stub.ts";
import { type FakeAws, type FakeService, startFakeAws } from "../../fakes/fake-aws.ts";
import { OFFLINE_CONFIG } from "../label-task.ts";
import type { GithubSite } from "./github-site.ts";
import { aPromptSite } from "./prompt-site.ts";
import type { SiteEnvironment } from "./site.ts";

export interface CloudSite {
  readonly site: GithubSite;
  readonly aws: FakeAws;
  readonly docker: DockerStub;
  readonly staging: FakeService;
  readonly production: FakeService;
  close(): Promise<void>;
}

/** What release.yml has to be given: a tag of today would be another image tomorrow. */
const BASE_IMAGE = `node:26-alpine@sha256:${"b".repeat(64)}`;

const PLACES = ["staging", "production"] as const;

/** Production is in an account of its own; its repository has every image that the other one has, as replication sees to. */
const ACCOUNTS = { staging: ACCOUNT, production: "210987654321" } as const;

/**
 * A repository of prompts with our workflows, whose service runs on Amazon ECS: staging, then production, each in an account and a
 * cluster of its own, with one build of images. Every job starts on an empty machine; each GitHub environment leads to a role of its own.
 */
export async function aCloudSite(): Promise<CloudSite> {
  const aws = await startFakeAws({ cluster: "shop-production", family: "shop-production" });
  const docker = await startDockerStub(aws);
  const staging = await aws.addService({ cluster: "shop-staging", family: "shop-staging" });
  const site = await aPromptSite({
    files: { "pipeline.config.yaml": configOf({ staging: staging.liveUrl, production: aws.liveUrl }) },
    environments: environments(),
    stays: () => false,
    cloud: {
      environment: { AWS_ENDPOINT_URL: aws.environment["AWS_ENDPOINT_URL"] ?? "" },
      get docker() {
        return docker.environment;
      },
    },
  });
  return {
    ...{ site, aws, docker, staging, production: aws },
    close: async () => {
      await Promise.all([site.close(), aws.close(), docker.close()]);
    },
  };
}

const role = (place: (typeof PLACES)[number], name: string): string =>
  `arn:aws:iam::${ACCOUNTS[place]}:role/${name}`;

function environments(): Readonly<Record<string, SiteEnvironment>> {
  const ofPlaces = PLACES.flatMap((place) => [
    [`shop-${place}`, { variables: { AWS_DEPLOY_ROLE: role(place, `shop-${place}-deploy`) } }] as const,
  ]);
  return {
    release: { variables: { AWS_RELEASE_ROLE: role("staging", "shop-push"), NODE_IMAGE: BASE_IMAGE } },
    rollback: { variables: { AWS_ROLLBACK_ROLE: "arn:aws:iam::{1}:role/{0}-rollback" } },
    observe: { variables: { AWS_OBSERVE_ROLE: "arn:aws:iam::{1}:role/{0}-observe" } },
    ...Object.fromEntries(ofPlaces),
  };
}

function configOf(urls: Readonly<Record<(typeof PLACES)[number], string>>): string {
  const blocks = PLACES.map((place) =>
    [
      `      - name: ${place}`,
      ...(place === "production" ? ["        after: staging"] : []),
      "        target: ecs",
      `        url: ${urls[place]}`,
      "        ecs:",
      `          account: "${ACCOUNTS[place]}"`,
      `          region: ${REGION}`,
      `          cluster: shop-${place}`,
      "          service: prompts",
      "          repository: prompt-service",
      "",
    ].join("\n"),
  );
  return OFFLINE_CONFIG.replace("      - name: local\n        target: local\n", blocks.join(""));
}
