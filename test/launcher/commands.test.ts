import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT, startNode } from "./scratch-project.ts";

const launcher = join(PROJECT_ROOT, "bin/gpt-pipeline-hub.mjs");
const commands = readdirSync(join(PROJECT_ROOT, "scripts"))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.slice(0, -".ts".length));

function npmCommands(): readonly string[] {
  const manifest: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"),
  );
  const starts = Object.values(manifest.scripts).map(
    (line) => /gpt-pipeline-hub\.mjs ([a-z][a-z-]*)/.exec(line)?.[1],
  );
  return [...new Set(starts.filter((name) => name !== undefined))];
}

describe("every command", () => {
  it("is a script of npm, and every such script is a command", () => {
    expect([...npmCommands()].sort()).toEqual([...commands].sort());
  });

  it("explains itself with --help, in the words of the list of commands", async () => {
    const list = (await startNode(launcher, ["--help"])).stdout;
    for (const command of commands) {
      const { exit, stdout, stderr } = await startNode(launcher, [command, "--help"]);
      expect({ command, exit, stderr }).toEqual({ command, exit: 0, stderr: "" });
      expect(stdout).toContain("--root");
      const summary = new RegExp(`^  ${command} +(\\S.*)$`, "m").exec(list)?.[1];
      expect(stdout).toContain(`\n  ${summary}\n`);
    }
  });
});
