import { describe, expect, it } from "vitest";
import { matchTasks } from "../../../src/deployment/adapters/task-globs.ts";
import { assembleRelease, type ReleaseSources } from "../../../src/deployment/releases/assemble-release.ts";
import { findLockedFiles } from "../../../src/deployment/releases/locked-files.ts";
import { nextReleaseNumber } from "../../../src/deployment/releases/release-number.ts";
import { mayRollBackAutomatically } from "../../../src/deployment/rolling-back/automatic-rollback.ts";
import { parseReleaseFile } from "../../../src/prompts/records/release-file.ts";
import { sha256 } from "../../../src/prompts/sha256.ts";
import { aPromotedRepository, digestOf, type PromotedVersions } from "../../builders/promoted-repository.ts";
import { aRegistry, aRegistryEnvironment } from "../../builders/registry.ts";
import { memoryFiles } from "../../fakes/memory-files.ts";

type Tasks = Readonly<Record<string, PromotedVersions>>;

function assemble(
  tasks: Tasks,
  overrides: Partial<ReleaseSources> = {},
  change = (_: Map<string, string>) => {},
) {
  const { files, registry } = aPromotedRepository(tasks);
  change(files);
  return assembleRelease({
    service: "prompt-service",
    isServed: () => true,
    registry,
    files: findLockedFiles(memoryFiles(files)),
    commit: "c0ffee",
    ...overrides,
  });
}

const carriedBy = ({ release }: ReturnType<typeof assemble>): readonly string[] =>
  release.prompts.map(({ task, version }) => `${task} ${version}`);

describe("what a release carries", () => {
  it("is the production version of every task, and its newest verified one before", () => {
    const released = assemble({
      alpha: { "1.0.0": "verified", "1.1.0": "verified", "1.2.0": "promoted" },
      beta: { "1.0.0": "promoted" },
    });
    expect(carriedBy(released)).toEqual(["alpha 1.2.0", "alpha 1.1.0", "beta 1.0.0"]);
    expect(released.release.current).toEqual({ alpha: "1.2.0", beta: "1.0.0" });
    expect(released.problems).toEqual([]);
  });

  it.each(["quarantined", "rolled_back", "archived", "promoted"] as const)(
    "is never an earlier version that was %s",
    (status) => {
      const released = assemble({ alpha: { "1.0.0": "verified", "1.1.0": status, "1.2.0": "verified" } });
      expect(carriedBy(released)).toEqual(["alpha 1.2.0", "alpha 1.0.0"]);
    },
  );

  it("is the newest verified version where production itself was quarantined, and says so", () => {
    const released = assemble({ alpha: { "1.0.0": "verified", "1.1.0": "quarantined" } });
    expect(released.release.current).toEqual({ alpha: "1.0.0" });
    expect(released.withheld).toEqual([{ task: "alpha", version: "1.1.0", instead: "1.0.0" }]);
  });

  it("is not stopped by one task that has no version left: the others are carried", () => {
    const released = assemble({ alpha: { "1.0.0": "quarantined" }, beta: { "1.0.0": "verified" } });
    expect(released.release.current).toEqual({ beta: "1.0.0" });
    expect(released.withheld).toEqual([{ task: "alpha", version: "1.0.0" }]);
  });

  it("names what existed before, so that asking for it is answered as gone", () => {
    const { release } = assemble({
      alpha: { "1.0.0": "archived", "1.1.0": "verified", "1.2.0": "verified" },
    });
    expect(release.gone).toEqual({ alpha: ["1.0.0"] });
  });

  it("is only what the service is for", () => {
    const tasks = { alpha: { "1.0.0": "verified" }, beta: { "1.0.0": "verified" } } as const;
    expect(carriedBy(assemble(tasks, { isServed: matchTasks(["al*"]) }))).toEqual(["alpha 1.0.0"]);
  });

  it("is byte for byte what was promoted, with digests that say so", () => {
    const { release, files } = assemble({ alpha: { "1.0.0": "verified" } });
    const [prompt] = release.prompts;
    const file = files.find(({ path }) => path === prompt?.path);
    expect(prompt).toMatchObject({
      prompt_digest: digestOf("alpha", "1.0.0"),
      path: "prompts/alpha/1.0.0.yaml",
    });
    expect(sha256(file?.bytes ?? "")).toBe(prompt?.sha256);
  });

  it("finds files whatever group folder a task lives in", () => {
    const released = assemble({ alpha: { "1.0.0": "verified", "1.1.0": "verified" } }, {}, (files) => {
      for (const [path, text] of [...files]) {
        files.delete(path);
        files.set(path.replace(/(production|archive)\//, "$1/sales/"), text);
      }
    });
    expect(carriedBy(released)).toEqual(["alpha 1.1.0", "alpha 1.0.0"]);
  });

  it.each([
    ["an edited production file", "prompts/02-production/alpha.yaml", "locked-file-changed"],
    ["an edited archived file", "prompts/99-archive/alpha/1.0.0.yaml", "archive-changed"],
  ])("is never %s", (_, path, code) => {
    const released = assemble({ alpha: { "1.0.0": "verified", "1.1.0": "verified" } }, {}, (files) => {
      files.set(path, (files.get(path) ?? "").replace("You are", "You were"));
    });
    expect(released.problems).toMatchObject([{ file: path, code }]);
  });

  it("is never a file that is missing", () => {
    const released = assemble({ alpha: { "1.0.0": "verified" } }, {}, (files) => {
      files.delete("prompts/02-production/alpha.yaml");
    });
    expect(released.problems).toMatchObject([{ code: "registry-dangling" }]);
  });
});

describe("the image digest", () => {
  const tasks = { alpha: { "1.0.0": "verified", "1.1.0": "promoted" } } as const;

  it("is equal for equal content, whatever the commit and the number", () => {
    const other = assemble(tasks, { commit: "other", number: 9 });
    expect(other.release.image).toBe(assemble(tasks).release.image);
  });

  it("differs where another version answers, even with the same files", () => {
    const downgraded = assemble({ alpha: { "1.0.0": "verified", "1.1.0": "quarantined" } });
    expect(downgraded.release.image).not.toBe(assemble(tasks).release.image);
  });

  it("survives being written and read", () => {
    const { release, files } = assemble(tasks);
    const manifest = files.find(({ path }) => path === "release.json");
    expect(parseReleaseFile("release.json", manifest?.bytes ?? new Uint8Array())).toEqual({ release });
  });
});

describe("release numbers", () => {
  const image = `sha256:${"1".repeat(64)}`;

  it("count from 1", () => {
    expect(nextReleaseNumber(aRegistry(), "prompt-service", image)).toBe(1);
  });

  it("are kept where another environment has the same image", () => {
    const environments = { "prompt-service/staging": aRegistryEnvironment({ release: 4, image }) };
    expect(nextReleaseNumber(aRegistry({ environments }), "prompt-service", image)).toBe(4);
  });

  it("are never given twice after a rollback, nor shared between services", () => {
    const environments = {
      "prompt-service/production": aRegistryEnvironment({ release: 4 }),
      "other/production": aRegistryEnvironment({ release: 40, image }),
    };
    expect(
      nextReleaseNumber(aRegistry({ environments }), "prompt-service", image, { number: 5, image: "" }),
    ).toBe(6);
  });

  it("stays what a deployment that was killed gave it, so that its image is found by its tag", () => {
    const environments = {
      "prompt-service/local": aRegistryEnvironment({ release: 6, status: "deploying" }),
    };
    const begun = { number: 7, image };
    expect(nextReleaseNumber(aRegistry({ environments }), "prompt-service", image, begun)).toBe(7);
  });
});

describe("globs over tasks", () => {
  it.each([
    [["*"], "alpha", true],
    [["billing-*"], "billing-reply", true],
    [["billing-*"], "sales-reply", false],
    [["{alpha,beta}"], "beta", true],
    [["*", "!draft_*"], "draft_reply", false],
    [[], "alpha", true],
  ])("%j and %s: %s", (globs, task, expected) => {
    expect(matchTasks(globs)(task)).toBe(expected);
  });
});

describe("automatic rollbacks", () => {
  it.each([
    [[], true],
    [["2026-11-21T11:00:01Z"], false],
    [["2026-11-21T11:00:00Z"], true],
    [["2026-11-20T11:00:00Z", "2026-11-21T11:30:00Z"], false],
    [["2026-11-21T12:30:00Z"], false],
  ])("happen at most once an hour: after %j, allowed %s [D5]", (earlier, allowed) => {
    expect(mayRollBackAutomatically(earlier, "2026-11-21T12:00:00Z")).toBe(allowed);
  });
});
