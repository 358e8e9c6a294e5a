import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEcrRegistry } from "../../../src/deployment/adapters/ecs/ecr-client.ts";
import { CONTENT_ANNOTATION, contentInManifest } from "../../../src/deployment/ecs/content-annotation.ts";
import { imageTag } from "../../../src/deployment/ecs/release-image.ts";
import { parseRepositoryAddress } from "../../../src/deployment/ecs/repository-address.ts";
import { type StandingImage, standingImage } from "../../../src/deployment/ecs/standing-image.ts";
import { EXIT } from "../../../src/prompts/exit-code.ts";
import { ACCOUNT, REGION } from "../../fakes/aws/ecs-actions.ts";
import { type FakeAws, startFakeAws } from "../../fakes/fake-aws.ts";
import { FIRST, SECOND } from "../targets/target-contract.ts";

const TAG = imageTag(FIRST.release);
const saying = ({ release }: typeof FIRST) => ({ [CONTENT_ANNOTATION]: release.image });

let aws: FakeAws;

beforeEach(async () => {
  aws = await startFakeAws();
  Object.assign(process.env, aws.environment);
});

afterEach(async () => {
  await aws.close();
  expect(aws.violations).toEqual([]);
});

const look = (): Promise<StandingImage | undefined> => {
  const names = { account: ACCOUNT, repository: "prompt-service", statement: "Push" };
  return standingImage(createEcrRegistry({ region: REGION, maxAttempts: 2 }, names), FIRST.release);
};

describe("what a release's tag stands for already", () => {
  it("nothing: the image has to be built", async () => {
    aws.push(SECOND);
    expect(await look()).toBeUndefined();
    expect(aws.calls).toEqual(["DescribeImages"]);
  });

  it("the image that says it carries this release: it is taken, and may be signed", async () => {
    const digest = aws.push(FIRST, TAG, saying(FIRST));
    expect(await look()).toEqual({ digest, saysContent: true });
  });

  it("an image that says nothing, as one that was pushed by hand: it is taken, and nobody vouches for it", async () => {
    const digest = aws.push(FIRST, TAG);
    expect(await look()).toEqual({ digest, saysContent: false });
  });

  it("an image that says it carries another release: a conflict, since tags are never moved [A12]", async () => {
    const digest = aws.push(SECOND, TAG, saying(SECOND));
    await expect(look()).rejects.toMatchObject({
      exit: EXIT.conflict,
      message: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/prompt-service:${TAG} stands for ${digest}, which carries ${SECOND.release.image} and not ${FIRST.release.image}; nothing was written`,
    });
  });

  it.each(["DescribeImages", "BatchGetImage"])(
    "nobody knows where %s is denied: it says what to allow, and does not ask twice [A3]",
    async (action) => {
      aws.push(FIRST, TAG, saying(FIRST));
      aws.fault = (called) =>
        called === action
          ? { kind: "error", code: "AccessDeniedException", message: "not authorized" }
          : undefined;
      await expect(look()).rejects.toMatchObject({
        exit: EXIT.unhealthy,
        message: expect.stringContaining(`ecr:${action} on repository prompt-service is not allowed`),
        fix: `Allow ecr:${action} in the statement Push of the role's policy, then run it again.`,
      });
      expect(aws.calls.filter((call) => call === action)).toHaveLength(1);
    },
  );

  it("nobody knows while AWS is down, which is not taken for an empty repository [A1]", async () => {
    aws.fault = () => ({ kind: "error", code: "ServerException", message: "down", status: 500 });
    await expect(look()).rejects.toMatchObject({ exit: EXIT.unhealthy });
    expect(aws.calls).toHaveLength(2);
  });

  it("nobody knows in a repository that does not exist", async () => {
    aws.fault = () => ({ kind: "error", code: "RepositoryNotFoundException", message: "no such repository" });
    await expect(look()).rejects.toMatchObject({
      exit: EXIT.unhealthy,
      fix: "Mend the repository's name in pipeline.config.yaml, or create it.",
    });
  });
});

describe("what an image's manifest says of its content", () => {
  it.each([
    ["an index with the annotation", { annotations: { [CONTENT_ANNOTATION]: "sha256:1" } }, "sha256:1"],
    ["other annotations", { annotations: { a: "b" } }, undefined],
    ["no annotations", { schemaVersion: 2 }, undefined],
    ["annotations of another type", { annotations: "sha256:1" }, undefined],
    ["a list", [], undefined],
  ])("%s", (_, manifest, said) => {
    expect(contentInManifest(JSON.stringify(manifest))).toBe(said);
  });

  it("no JSON says nothing", () => {
    expect(contentInManifest("")).toBeUndefined();
  });
});

describe("the address of a repository", () => {
  it.each([
    [`${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/prompts`, "eu-central-1", "prompts"],
    [`${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn/team/prompts`, "cn-north-1", "team/prompts"],
  ])("%s", (text, region, repository) => {
    expect(parseRepositoryAddress(text)).toEqual({ account: ACCOUNT, region, repository });
  });

  it.each([
    "prompts",
    "docker.io/acme/prompts",
    `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/prompts:latest`,
    `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/prompts@sha256:00`,
    `${ACCOUNT}.dkr.ecr.eu-central-1.evil.example/prompts`,
    `https://${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/prompts`,
  ])("is not %s", (text) => {
    expect(parseRepositoryAddress(text)).toBeUndefined();
  });
});
