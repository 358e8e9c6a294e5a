import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ACCOUNT, REGION } from "../fakes/aws/ecs-actions.ts";
import type { FakeAws } from "../fakes/fake-aws.ts";
import { builtImage } from "./built-image.ts";
import { runCommand } from "./command-process.ts";
import { OFFLINE_CONFIG } from "./label-task.ts";

/** A configuration whose one service runs on ECS, in the environment `production` at that address. */
export const ecsConfig = (url: string): string =>
  OFFLINE_CONFIG.replace(
    "      - name: local\n        target: local\n",
    [
      "      - name: production",
      "        target: ecs",
      `        url: ${url}`,
      "        ecs:",
      `          account: "${ACCOUNT}"`,
      `          region: ${REGION}`,
      "          cluster: web",
      "          service: prompts",
      "          repository: prompt-service",
      "",
    ].join("\n"),
  );

/** What the release workflow does: the folder of the release becomes an image under its tag. Returns its digest. */
export async function pushRelease(root: string, aws: FakeAws): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "release-"));
  try {
    const ended = await runCommand("release", ["--root", root, "--out", folder]);
    if (ended.exit !== 0) throw new Error(ended.stderr);
    return aws.push(builtImage(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
