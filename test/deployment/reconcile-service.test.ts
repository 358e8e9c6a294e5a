import { expect, it } from "vitest";
import { reconcileService, type SeenService } from "../../src/deployment/reconcile-service.ts";
import type { LiveIdentity, ObservedState } from "../../src/deployment/targets/target.ts";
import { aDigest } from "../builders/digest.ts";
import { aRegistryEnvironment } from "../builders/registry.ts";

const IMAGE = `sha256:${aDigest("e")}`;

type Running = NonNullable<ObservedState["deployment"]>;

const running = (changes: Partial<Running> = {}): Running => ({
  id: "one",
  operation: "deploy-one",
  image: IMAGE,
  pins: {},
  generation: 1,
  url: "http://127.0.0.1:1",
  healthy: true,
  ...changes,
});

const live = (changes: Partial<LiveIdentity> = {}): LiveIdentity => ({
  service: "shop",
  release: 1,
  image: IMAGE,
  prompts: { colour: { version: "1.1.0", prompt_digest: aDigest("c") } },
  ...changes,
});

const seen = (changes: Partial<Running> = {}, more: Partial<SeenService> = {}): SeenService => ({
  running: running(changes),
  live: live(),
  ...more,
});

const found = (...what: Parameters<typeof reconcileService>): readonly string[] =>
  reconcileService(...what).map((difference) => difference.found);

it("a service that runs what is on record, or does not run here, is no difference", () => {
  expect(found("shop/local", seen(), aRegistryEnvironment())).toEqual([]);
  expect(found("shop/local", {}, aRegistryEnvironment())).toEqual([]);
  expect(found("shop/local", {}, undefined)).toEqual([]);
});

it("another image, or other pins, than those on record are put right by a deployment", () => {
  const other = `sha256:${aDigest("f")}`;
  const replaced = seen({ image: other }, { live: live({ image: other }) });
  expect(reconcileService("shop/local", replaced, aRegistryEnvironment())).toMatchObject([
    { kind: "service", mendable: true },
  ]);
  const pinned = seen({ pins: { tone: "1.0.0" } });
  expect(found("shop/local", pinned, aRegistryEnvironment())[0]).toContain("other pins");
});

it("a service that is ahead of the record means that the branch was rewound [G12]", () => {
  const [ahead] = found("shop/local", seen({ generation: 3 }), aRegistryEnvironment({ generation: 2 }));
  expect(ahead).toBe("generation 3 runs, and the record ends at 2: was the branch rewound?");
});

it("a service that nobody deployed, and a deployment that nobody finished, are told", () => {
  expect(found("shop/local", seen(), undefined)).toEqual(["it runs, and no deployment is on record"]);
  const begun = aRegistryEnvironment({ status: "deploying" });
  expect(found("shop/local", seen({ generation: 9 }), begun)).toEqual([
    "a deployment was begun and not finished",
  ]);
});

it("what another machine began and left is unfinished, whatever this checkout has on record", () => {
  const left = seen({ generation: 3 }, { begun: 3 });
  expect(reconcileService("shop/production", left, aRegistryEnvironment({ generation: 2 }))).toMatchObject([
    { kind: "unfinished", mendable: true },
  ]);
  expect(found("shop/production", seen({}, { begun: 1 }), aRegistryEnvironment({ generation: 2 }))).toEqual(
    [],
  );
});

it("a service that answers from other bytes than were deployed is found by its own answer", () => {
  const other = { live: live({ image: `sha256:${aDigest("f")}` }) };
  const [lying] = reconcileService("shop/local", seen({}, other), aRegistryEnvironment());
  expect(lying).toMatchObject({ kind: "service", mendable: false });
  expect(lying?.found).toContain("it answers from image sha256:ffff");
});

it("a task that answers in another version than is pinned is named", () => {
  const pins = { colour: "1.0.0" };
  expect(found("shop/local", seen({ pins }), aRegistryEnvironment({ pins }))).toEqual([
    "colour 1.1.0 answers, and 1.0.0 is pinned",
  ]);
});

it("a service that runs and says nothing is told; one that is down here is not", () => {
  expect(found("shop/local", { running: running() }, aRegistryEnvironment())).toEqual([
    "it does not say which prompts answer",
  ]);
  expect(found("shop/local", { running: running({ healthy: false }) }, aRegistryEnvironment())).toEqual([]);
});

it("an image that its repository lost is a difference of its own", () => {
  const drift = { imageDrift: "shop:3 runs sha256:1, which prompts has no more" };
  expect(reconcileService("shop/local", seen({}, drift), aRegistryEnvironment())).toMatchObject([
    { kind: "image", mendable: false, found: drift.imageDrift },
  ]);
});

it("an earlier deployment that runs again is somebody's doing: recorded by a command, never undone by --fix", () => {
  const other = `sha256:${aDigest("f")}`;
  const record = aRegistryEnvironment({ release: 7, generation: 9 });
  const again = seen({ image: other, generation: 4 }, { broughtBack: { release: 3 } });
  const [difference] = reconcileService("shop/production", again, record);
  expect(difference).toMatchObject({ kind: "by_hand", mendable: false });
  expect(difference?.found).toContain("release 3 runs again (generation 4), and release 7 is on record");
  expect(difference?.fix).toContain(
    '`npm run rollback -- --service shop --environment production --to 3 --reason "why" --commit --push`',
  );
});

it("an earlier deployment with a version that may not answer is never offered as a rollback", () => {
  const other = `sha256:${aDigest("f")}`;
  const again = seen({ image: other }, { broughtBack: { release: 3, barred: "colour 1.0.1" } });
  const [difference] = reconcileService("shop/production", again, aRegistryEnvironment({ generation: 9 }));
  expect(difference).toMatchObject({ kind: "service", mendable: true });
  expect(difference?.found).toContain("colour 1.0.1 answers there, which may not");
});

it("an earlier deployment to which ECS went back by itself is nobody's rollback", () => {
  const other = `sha256:${aDigest("f")}`;
  const again = seen({ image: other, wentBack: "tasks stopped" }, { broughtBack: { release: 3 } });
  const [difference] = reconcileService("shop/production", again, aRegistryEnvironment({ generation: 9 }));
  expect(difference).toMatchObject({ kind: "service", mendable: true });
  expect(difference?.found).toContain("ECS went back by itself: tasks stopped");
});

it("where it has to run, nothing of ours is a difference, unless nothing was ever deployed", () => {
  const none = { isEverywhere: true };
  expect(reconcileService("shop/production", none, aRegistryEnvironment())).toMatchObject([
    { kind: "by_hand", mendable: false },
  ]);
  expect(found("shop/production", none, undefined)).toEqual([]);
});
