import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  createDeploymentStore,
  type DeploymentStore,
} from "../../src/deployment/adapters/deployment-store.ts";

let folder: string;
let store: DeploymentStore;

const releaseFile = (number: number) => ({
  path: "release.json",
  bytes: new TextEncoder().encode(`${number}`),
});

const left = (): readonly string[] => readdirSync(join(folder, "releases")).sort();

const runs = (id: string, release: string): void =>
  store.write({
    ...{ schema_version: 1, id, operation: id, generation: 1, image: "sha256:1", release, pins: {} },
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "deployment-store-"));
  store = createDeploymentStore(folder);
  for (let number = 1; number <= 12; number += 1) store.writeRelease(`${number}-abc`, [releaseFile(number)]);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("keeps the releases that deployments name, and the newest few of the others", () => {
  runs("current", "9-abc");
  runs("previous", "2-abc");
  store.pruneReleases(3);
  expect(left()).toEqual(["10-abc", "11-abc", "12-abc", "2-abc", "9-abc"]);
});

it("touches nothing that is no release of its own", () => {
  mkdirSync(join(folder, "releases", "notes"));
  store.pruneReleases(0);
  expect(left()).toEqual(["notes"]);
});

it("what a killed pruning left aside is no release any more, and goes with the next one that is written", () => {
  const aside = join(folder, "releases", ".unfinished-1-abc");
  mkdirSync(aside);
  store.writeRelease("13-abc", [releaseFile(13)]);
  expect(existsSync(aside)).toBe(false);
});
