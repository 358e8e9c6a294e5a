import { afterAll, beforeAll, expect, it } from "vitest";
import { answeringVersions } from "../../builders/answering-versions.ts";
import { documentOf } from "../../builders/command-process.ts";
import type { GitGround } from "../../builders/git-ground.ts";
import { AT_ORIGIN, SlowDeployments } from "../../builders/slow-deployments.ts";

let slow: SlowDeployments;
let other: GitGround;

beforeAll(async () => {
  slow = await SlowDeployments.open();
  const deployment = await slow.deployAndHang(...AT_ORIGIN);
  deployment.process.kill("SIGKILL");
  await deployment.ended;
  deployment.goOn();
  other = slow.ground.freshClone();
});

afterAll(async () => {
  await other.run("deploy", "--stop");
  other.remove();
  await slow.close();
});

it("a fresh clone goes on with the deployment that another machine died in, under its generation and id", async () => {
  const ended = await other.run("deploy", ...AT_ORIGIN, "--json");
  expect(ended).toMatchObject({
    exit: 0,
    stderr: expect.stringContaining("finishing the deploy of release 1 on shop/local that was begun"),
  });
  const { url } = documentOf(ended);
  expect(await answeringVersions(url)).toMatchObject({ colour: "1.0.0" });
  expect(other.read("prompt_registry.yaml")).toMatch(/status: "verified"\n +generation: 1\n/);
  expect(other.git("status", "--porcelain")).toBe("");
  expect(other.git("rev-parse", "HEAD")).toBe(other.remoteGit("rev-parse", "main"));
});

it("the machine that died finds it recorded, keeps nothing of its own of it, and agrees with main", async () => {
  await slow.ground.must("deploy", ...AT_ORIGIN, "--quiet");
  const [here, there] = [slow.ground, other].map((ground) => ground.git("rev-parse", "HEAD"));
  expect(slow.ground.git("status", "--porcelain")).toBe("");
  expect(slow.ground.git("merge-base", "--is-ancestor", there?.trim() ?? "", here?.trim() ?? "")).toBe("");
  const closed = slow.audit().filter(({ action, phase }) => action === "deploy" && phase !== "intent");
  expect(closed.every(({ phase }) => phase === "done")).toBe(true);
});
