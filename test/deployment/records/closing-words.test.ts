import { describe, expect, it } from "vitest";
import { Overtaken } from "../../../src/deployment/holding/overtaken.ts";
import type { DeploymentOutcome } from "../../../src/deployment/records/deployment-record.ts";
import { planClosing } from "../../../src/deployment/records/plan-closing.ts";
import { readRepository } from "../../../src/prompts/repository.ts";
import { deploymentHeadline } from "../../../src/reporting/deployment-headline.ts";
import { aRepository } from "../../builders/a-repository.ts";
import { memoryFiles } from "../../fakes/memory-files.ts";

const outcome = (
  kind: DeploymentOutcome["kind"],
  status: DeploymentOutcome["state"]["status"],
  state = 3,
): DeploymentOutcome => ({
  ...{ operation: "o", kind, service: "shop", environment: "production", release: 4, verdict: "pass" },
  state: { release: state, image: "i", pins: {}, status, generation: 7 },
  ...{ tasks: [], reasons: ["because"], mustNotify: false },
});

const subject = (one: DeploymentOutcome): string => {
  const acting = { at: "2026-11-21T00:00:00Z", actor: "Ada" };
  const { git } = planClosing(readRepository(memoryFiles(aRepository())), one, acting, {
    commit: true,
    versionsOf: () => ({}),
  });
  return git?.message.split("\n")[0] ?? "";
};

describe("how a deployment ended, in a commit and in a line for people", () => {
  it("names the release that failed, and not the one that answers on", () => {
    const failed = outcome("deploy", "failed");
    expect(subject(failed)).toBe("deploy(shop/production): release 4 failed");
    expect(deploymentHeadline(failed)).toBe("The deployment of release 4 on shop/production failed");
  });

  it("calls a restart a restart, whatever was open before", () => {
    const restarted = outcome("restart", "rolled_back", 4);
    expect(subject(restarted)).toBe("deploy(shop/production): release 4 restarted, rolled back as before");
    expect(deploymentHeadline(restarted)).toBe("Release 4 restarted on shop/production");
  });

  it("says nobody superseded it where the agreement itself is gone", () => {
    expect(new Overtaken("shop/production", undefined).message).toMatch(
      /^the branch pipeline-state does not say any more who has it.*nothing more was done on shop\/production$/,
    );
  });
});
