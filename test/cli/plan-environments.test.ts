import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGitGround, type GitGround } from "../builders/git-ground.ts";
import { parseStepFile } from "../builders/workflow-run/step-file.ts";

const ECS =
  "{ account: '123456789012', region: eu-central-1, cluster: main, service: shop, repository: prompts }";
const CONFIG = `main_branch: main
providers: { offline: { kind: offline, models: { reader-1: { usd_per_mtok_in: 0, usd_per_mtok_out: 0 } } } }
services:
  - name: shop
    tasks: ["*"]
    environments:
      - { name: production, target: ecs, after: staging, url: https://shop.example.org, ecs: ${ECS.replace("1234", "9876")} }
      - { name: staging, target: ecs, after: local, url: https://staging.example.org, ecs: ${ECS} }
      - { name: local, target: local }
`;

let ground: GitGround;

beforeAll(() => {
  ground = aGitGround(["colour"], { "pipeline.config.yaml": CONFIG });
});

afterAll(() => ground.remove());

async function planned(...flags: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const file = join(ground.base, "output");
  writeFileSync(file, "");
  const ended = await ground.runWith({ environment: { GITHUB_OUTPUT: file } }, "plan-environments", ...flags);
  if (ended.exit !== 0) throw new Error(ended.stderr);
  return parseStepFile(readFileSync(file, "utf8"));
}

describe("the environments that a workflow deploys to", () => {
  it("come one behind the other, as each says what it comes after", async () => {
    const environments = JSON.parse((await planned())["environments"] ?? "") as readonly object[];
    expect(environments).toMatchObject([
      { environment: "local", target: "local", name: "shop-local" },
      { environment: "staging", target: "ecs", name: "shop-staging", account: "123456789012" },
      { environment: "production", target: "ecs", name: "shop-production", account: "987656789012" },
    ]);
  });

  it("share one image where they share a repository, also where it is copied into another account", async () => {
    const { images = "" } = await planned();
    expect(JSON.parse(images)).toEqual([{ service: "shop", region: "eu-central-1", repository: "prompts" }]);
    expect((await planned("--environment", "local"))["images"]).toBe("[]");
  });

  it("are those that were asked for, and one that does not exist is refused", async () => {
    const { environments = "" } = await planned("--service", "shop", "--environment", "staging");
    expect(JSON.parse(environments)).toHaveLength(1);
    const ended = await ground.run("plan-environments", "--environment", "prod");
    expect([ended.exit, ended.stderr]).toEqual([2, expect.stringContaining("shop/production")]);
  });
});
