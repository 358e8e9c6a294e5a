import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtImage } from "../builders/built-image.ts";
import { documentOf, type EndedCommand, errorOf } from "../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { OFFLINE_CONFIG } from "../builders/label-task.ts";
import { ACCOUNT, REGION } from "../fakes/aws/ecs-actions.ts";
import { type FakeAws, startFakeAws } from "../fakes/fake-aws.ts";

const REPOSITORY = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/prompts`;
const ECS = `{ account: "${ACCOUNT}", region: ${REGION}, cluster: web, service: prompts, repository: prompts }`;

let ground: GitGround;
let aws: FakeAws;

beforeAll(async () => {
  aws = await startFakeAws();
  ground = await anEvaluatedGround(["colour"]);
  const config = OFFLINE_CONFIG.replace(
    "target: local",
    `target: ecs\n        url: https://x.example\n        ecs: ${ECS}`,
  );
  ground.author({ "pipeline.config.yaml": config });
  writeFileSync(outputs(), "");
  await ground.must("promote", "--all-ready", "--commit", "--push");
});

afterAll(async () => {
  await aws.close();
  ground.remove();
  expect(aws.violations).toEqual([]);
});

const folder = (): string => join(ground.base, "release");
const outputs = (): string => join(ground.base, "outputs");
const release = (repository: string): Promise<EndedCommand> =>
  ground.runWith(
    { environment: { ...aws.environment, GITHUB_OUTPUT: outputs() } },
    ...(["release", "--json", "--out", folder(), "--image-of", repository] as const),
  );

describe("the folder of a release, and its image", () => {
  it("a repository that is not the service's is refused, and nothing is written [A15]", async () => {
    const ended = await release(REPOSITORY.replace(ACCOUNT, "999999999999"));
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toContain("is no repository of shop");
    expect(ended.stderr).toContain(`pipeline.config.yaml has prompts of account ${ACCOUNT} in ${REGION}.`);
    expect(existsSync(folder())).toBe(false);
    expect(aws.calls).toEqual([]);
  });

  it("says that the image is not there, and once it was pushed which digest it has", async () => {
    expect(documentOf(await release(REPOSITORY))).toMatchObject({ release: "1", image: null });
    const built = builtImage(folder());
    const digest = aws.push(built, undefined, { "gpt-pipeline-hub.content": built.release.image });
    expect(documentOf(await release(REPOSITORY))["image"]).toBe(digest);
    const [before, after] = readFileSync(outputs(), "utf8").split(digest);
    expect(before).toMatch(/digest<<(\S+)\n\n\1\n/);
    expect(after).toMatch(/says_content<<(\S+)\nyes\n\1\n$/);
  });
});
