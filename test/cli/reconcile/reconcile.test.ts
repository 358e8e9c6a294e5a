import { expect, it } from "vitest";
import { documentOf } from "../../builders/command-process.ts";
import { anEvaluatedGround } from "../../builders/git-ground.ts";

const AUDIT = "prompt_audit.jsonl";
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

it("a line that was deleted from the audit record is put back, and nothing that follows from it is touched", async () => {
  const ground = await anEvaluatedGround(["colour"]);
  await ground.must("promote", "--all-ready", "--commit", "--quiet");
  const audit = ground.read(AUDIT);
  ground.author({ [AUDIT]: "" }, "tidy up");
  const found = await ground.run("reconcile", "--json");
  expect(found.exit).toBe(7);
  expect(documentOf(found)).toMatchObject({
    differences: [{ kind: "audit", where: AUDIT, found: expect.stringContaining("promote colour 1.0.0") }],
  });
  const seen = ground.seen();
  const deployed = await ground.run("deploy");
  expect([deployed.exit, deployed.stderr]).toEqual([7, expect.stringContaining("gone or changed")]);
  expect(ground.seen()).toEqual(seen);
  await ground.must("reconcile", "--fix", "--commit");
  expect(ground.git("show", "--name-only", "--format=", "HEAD").trim()).toBe(AUDIT);
  expect(ground.read(AUDIT).startsWith(audit)).toBe(true);
  ground.remove();
});
