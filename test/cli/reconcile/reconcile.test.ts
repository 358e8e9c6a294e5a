import { expect, it } from "vitest";
import { anEvaluatedGround } from "../../builders/git-ground.ts";

const REGISTRY = "prompt_registry.yaml";

/** One walk through; the slow tests take every record apart. */
it("a registry with conflict markers is reported with 7, rebuilt byte for byte by --fix, and then agrees [G6, G7]", async () => {
  const ground = await anEvaluatedGround(["colour"]);
  await ground.must("promote", "--all-ready", "--commit", "--quiet");
  const good = ground.read(REGISTRY);
  ground.write({ [REGISTRY]: `<<<<<<< ours\n${good}=======\n${good}>>>>>>> theirs\n` });
  const found = await ground.run("reconcile");
  expect([found.exit, found.stdout]).toEqual([7, expect.stringContaining("conflict marker")]);
  expect((await ground.run("reconcile", "--fix")).exit).toBe(0);
  expect(ground.read(REGISTRY)).toBe(good);
  expect((await ground.run("reconcile")).exit).toBe(0);
  ground.remove();
});
