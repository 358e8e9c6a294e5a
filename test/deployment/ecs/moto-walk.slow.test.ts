import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answeringVersions } from "../../builders/answering-versions.ts";
import { builtImage } from "../../builders/built-image.ts";
import { documentOf, type EndedCommand } from "../../builders/command-process.ts";
import { ecsConfig } from "../../builders/ecs-ground.ts";
import { anEvaluatedGround, type GitGround } from "../../builders/git-ground.ts";
import { labelTemplate, worseTemplate } from "../../builders/label-task.ts";
import { MotoSite } from "../../fakes/aws/moto-site.ts";

const isInstalled = spawnSync("moto_server", ["--help"]).status === 0;
const TEMPLATE = "prompts/00-templates/colour.yaml";

/**
 * The commands, the SDK, moto's ECS, ECR and STS, and the real service. What moto cannot do is done before it or is not here: it
 * moves no rollout forward and runs no task (`MotoSite` does), and it knows no service deployments, no circuit breaker, no pause, no
 * permissions and no immutable tags; those are the other tests' of this folder.
 */
describe.skipIf(!isInstalled)(
  `a life on moto_server${isInstalled ? "" : " (moto_server is not installed)"}`,
  () => {
    let moto: MotoSite;
    let ground: GitGround;

    const run = (name: string, ...flags: readonly string[]): Promise<EndedCommand> =>
      ground.runWith({ environment: moto.environment }, name, ...flags, "--json");

    const answering = async (task: string): Promise<string | undefined> =>
      (await answeringVersions(moto.liveUrl))[task];

    async function deployNewest(): Promise<EndedCommand> {
      const folder = mkdtempSync(join(tmpdir(), "release-"));
      await ground.must("release", "--out", folder);
      const digest = await moto.push(builtImage(folder));
      rmSync(folder, { recursive: true });
      return run("deploy", "--image", digest, "--commit", "--push");
    }

    const promote = (...flags: readonly string[]): Promise<EndedCommand> =>
      ground.run("promote", "--task", "colour", ...flags, "--commit", "--push", "--json");

    beforeAll(async () => {
      moto = await MotoSite.start();
      ground = await anEvaluatedGround(["colour", "tone"]);
      ground.author({ "pipeline.config.yaml": ecsConfig(moto.liveUrl) });
      await ground.must("promote", "--all-ready", "--commit", "--push");
    });

    afterAll(async () => {
      await moto.close();
      ground.remove();
    });

    it("begins with a release that is deployed, evaluated and verified", async () => {
      const ended = await deployNewest();
      expect([ended.exit, ended.stderr]).toEqual([0, expect.anything()]);
      expect(documentOf(ended)).toMatchObject({ verdict: "pass", url: moto.liveUrl });
      expect([await answering("colour"), await moto.definition()]).toEqual(["1.0.0", "prompt-service:2"]);
    });

    it("goes on with a regression, which is found there and taken back, that task alone", async () => {
      ground.author({ [TEMPLATE]: worseTemplate("colour") });
      expect((await promote("--override", "--reason", "drill")).exit).toBe(0);
      const ended = await deployNewest();
      expect([ended.exit, ended.stderr]).toEqual([5, expect.anything()]);
      expect([await answering("colour"), await answering("tone")]).toEqual(["1.0.0", "1.0.0"]);
      expect([await moto.definition(), await moto.pins()]).toEqual([
        "prompt-service:4",
        '{"colour":"1.0.0"}',
      ]);
    });

    it("agrees with git and the registry after that", async () => {
      const ended = await run("reconcile");
      expect([ended.exit, documentOf(ended)]).toMatchObject([0, { not_looked_at: [], differences: [] }]);
    });

    it("refuses the same prompt, with an override too, until it is changed", async () => {
      expect((await promote("--override", "--reason", "again")).exit).toBe(5);
      ground.author({ [TEMPLATE]: labelTemplate("colour", "Which colour is it?") });
      await ground.must("eval-runner", "--task", "colour", "--quiet");
      expect(documentOf(await promote())).toMatchObject({ promoted: [{ task: "colour", version: "1.0.2" }] });
      expect((await deployNewest()).exit).toBe(0);
      expect([await answering("colour"), await moto.pins()]).toEqual(["1.0.2", "{}"]);
    });

    it("ends with one task taken back by hand, by pins and without an image", async () => {
      const ended = await run("rollback", "--task", "colour", "--reason", "by hand", "--commit", "--push");
      expect([ended.exit, ended.stderr]).toEqual([0, expect.anything()]);
      expect([await answering("colour"), await moto.pins()]).toEqual(["1.0.0", '{"colour":"1.0.0"}']);
    });
  },
);
