import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AssembledRelease } from "../../../src/deployment/releases/assemble-release.ts";
import type { DesiredState, Target } from "../../../src/deployment/targets/target.ts";
import { digestOf } from "../../builders/promoted-repository.ts";
import { anAssembledRelease } from "../../builders/release.ts";

/** One environment of a target that can hold these releases, and how to leave nothing of it behind. */
export interface TargetUnderTest {
  readonly target: Target;
  dispose(): Promise<void>;
}

export const FIRST = anAssembledRelease({ support_reply: { "1.0.0": "verified" } }, { number: 1 });
export const SECOND = anAssembledRelease(
  { support_reply: { "1.0.0": "verified", "1.1.0": "promoted" } },
  { number: 2 },
);

export function aDesiredState(
  assembled: AssembledRelease,
  overrides: Partial<DesiredState> = {},
): DesiredState {
  const { release } = assembled;
  const generation = release.number;
  return { release, pins: {}, generation, operation: `${generation}`.padStart(64, "a"), ...overrides };
}

/** Operations are told apart by the beginning of their id, as digests are. */
const FIRST_STATE = aDesiredState(FIRST, { operation: "1".repeat(64) });
const SECOND_STATE = aDesiredState(SECOND, { operation: "2".repeat(64) });

/** What every target promises, whatever it runs on. */
export function targetContract(name: string, create: () => Promise<TargetUnderTest>): void {
  describe(`the target ${name}`, () => {
    let under: TargetUnderTest;
    let target: Target;
    beforeEach(async () => {
      under = await create();
      target = under.target;
    });
    afterEach(() => under.dispose());

    const live = async (): Promise<string | undefined> => {
      const { deployment } = await target.observe();
      const identity = deployment === undefined ? undefined : await target.verify(deployment.id);
      return identity?.prompts["support_reply"]?.version;
    };
    const settle = async (desired: DesiredState): Promise<string> => {
      const { id } = await target.start(desired);
      await target.finish(id);
      return id;
    };

    it("sees nothing where nothing was started", async () => {
      expect(await target.observe()).toEqual({ pending: [] });
    });

    it("runs what was started, and the service says of itself what was released", async () => {
      const { id, url } = await target.start(FIRST_STATE);
      expect(await target.status(id)).toEqual({ kind: "running", url });
      expect(await target.verify(id)).toEqual({
        service: "prompt-service",
        release: 1,
        image: FIRST.release.image,
        prompts: { support_reply: { version: "1.0.0", prompt_digest: digestOf("support_reply", "1.0.0") } },
      });
    });

    it("finds the same deployment when the same operation is started again", async () => {
      const first = await target.start(FIRST_STATE);
      expect(await target.start(FIRST_STATE)).toEqual(first);
      const { deployment, pending } = await target.observe();
      expect((deployment === undefined ? 0 : 1) + pending.length).toBe(1);
    });

    it("gives the traffic to what was finished, and nothing else runs then", async () => {
      await settle(FIRST_STATE);
      const id = await settle(SECOND_STATE);
      expect(await live()).toBe("1.1.0");
      const { deployment, pending } = await target.observe();
      expect(deployment).toMatchObject({
        id,
        operation: SECOND_STATE.operation,
        image: SECOND.release.image,
        generation: 2,
        healthy: true,
      });
      expect(pending).toEqual([]);
    });

    it("keeps the traffic where it was while a new deployment is watched, if it can", async () => {
      await settle(FIRST_STATE);
      await target.start(SECOND_STATE);
      expect(await live()).toBe(target.shiftsTraffic === "on_finish" ? "1.0.0" : "1.1.0");
    });

    it("lets pins choose among the versions that a release carries", async () => {
      await settle({ ...SECOND_STATE, pins: { support_reply: "1.0.0" } });
      expect(await live()).toBe("1.0.0");
      expect((await target.observe()).deployment?.pins).toEqual({ support_reply: "1.0.0" });
    });

    it("takes a deployment away before it was finished, and what ran before answers", async () => {
      await settle(FIRST_STATE);
      const { id } = await target.start(SECOND_STATE);
      await target.rollback(id);
      expect(await live()).toBe("1.0.0");
      expect((await target.observe()).pending).toEqual([]);
    });

    it("takes a deployment away after it was finished, and what ran before answers again", async () => {
      await settle(FIRST_STATE);
      await target.rollback(await settle(SECOND_STATE));
      expect(await live()).toBe("1.0.0");
    });

    it("leaves nothing when the first deployment is taken away", async () => {
      await target.rollback(await settle(FIRST_STATE));
      expect(await target.observe()).toEqual({ pending: [] });
    });

    it("does not mind being told a second time to finish or to take away", async () => {
      const id = await settle(FIRST_STATE);
      await target.finish(id);
      expect(await live()).toBe("1.0.0");
      const { id: second } = await target.start(SECOND_STATE);
      await target.rollback(second);
      await target.rollback(second);
      expect(await live()).toBe("1.0.0");
    });

    it("reports an unknown deployment as failed, and gives it no traffic", async () => {
      expect(await target.status("0123456789abcdef")).toMatchObject({ kind: "failed" });
      expect(await target.verify("0123456789abcdef")).toBeUndefined();
      await expect(target.finish("0123456789abcdef")).rejects.toThrow();
    });
  });
}
