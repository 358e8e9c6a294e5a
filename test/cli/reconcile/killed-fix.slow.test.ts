import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { killsOf } from "../../builders/counted-effects.ts";
import {
  aDriftedService,
  type DriftedService,
  killAndMend,
  type Undisturbed,
  undisturbed,
} from "./killed-fix.ts";

const PARTS = [1, 2, 3, 4] as const;

let drifted: DriftedService;
let whole: Undisturbed;

beforeAll(async () => {
  drifted = await aDriftedService();
  const calm = drifted.ground.copy();
  whole = await undisturbed({ ground: calm, aws: drifted.aws });
  calm.remove();
});

afterAll(() => drifted.close());

describe("reconcile --fix that is killed after any of its effects ends as one that is not, with at most twice the writes [X1]", () => {
  it("has effects of every kind", () => {
    expect(whole.effects.files).toBeGreaterThan(10);
    expect(whole.effects.git).toBeGreaterThan(5);
    expect(whole.effects.aws).toBe(2);
  });

  it.each(PARTS)("after every fourth of them, beginning with number %i", async (first) => {
    const kills = killsOf(whole.effects).filter((_, at) => at % PARTS.length === first - 1);
    for (const kill of kills) {
      await drifted.again();
      const ground = drifted.ground.copy();
      const mended = await killAndMend({ ground, aws: drifted.aws }, kill, whole);
      ground.remove();
      expect(mended).toEqual({ kill, exit: null, again: 0, differs: [], tooMany: [] });
    }
  });
});
