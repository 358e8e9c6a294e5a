import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { anEvaluatedGround } from "../builders/git-ground.ts";

const hasTerminal = spawnSync("script", ["--version"]).status === 0;

it.skipIf(!hasTerminal)(
  `on a terminal a deployment's result is not glued to the last line of its progress${hasTerminal ? "" : " (script is not installed)"}`,
  async () => {
    const ground = await anEvaluatedGround(["colour"]);
    await ground.must("promote", "--all-ready", "--commit", "--quiet");
    const { CI: _, ...environment } = process.env;
    const command = `${process.execPath} bin/gpt-pipeline-hub.mjs deploy --root ${ground.root}`;
    const { stdout } = spawnSync("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
      encoding: "utf8",
      env: { ...environment, TERM: "xterm", NO_COLOR: "1" },
    });
    await ground.must("deploy", "--stop");
    ground.remove();
    expect(stdout).toContain("evaluating colour 1.0.0 on the running service");
    const before = stdout.slice(0, stdout.indexOf("Release 1")).replace(/\r\n$/, "\n");
    expect(before.endsWith("\u001b[2K") || before.endsWith("\n")).toBe(true);
  },
);
