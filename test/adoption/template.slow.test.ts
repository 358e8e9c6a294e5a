import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readProjectFile } from "../architecture/project-files.ts";
import { codeBlocks, sectionOf } from "../readme/markdown-blocks.ts";
import { clonedProject, runBlock } from "../readme/shell-session.ts";

const COLOURS = [
  "title,expected",
  ...Array.from({ length: 12 }, (_, at) => `red part ${at},red`),
  ...Array.from({ length: 12 }, (_, at) => `blue part ${at},blue`),
].join("\n");

const [begin] = codeBlocks(sectionOf(readProjectFile("docs/adoption.md"), "Template"));

describe("a clone as a template", () => {
  it("begins without the samples by the documented lines, and every command is content with nothing", async () => {
    const root = clonedProject({ samples: true });
    const begun = await runBlock(begin?.text ?? "", root);
    expect(begun).toMatchObject({ exit: 0 });
    expect(readdirSync(join(root, "prompts/00-templates"))).toEqual([".gitkeep"]);
    expect(existsSync(join(root, "prompts/02-production"))).toBe(false);
    expect(readdirSync(join(root, ".github/workflows"))).not.toContain("ci.yml");
    for (const line of [
      ...[
        "validate",
        "status",
        "eval-runner -- --all",
        "promote -- --all-ready --dry-run",
        "reconcile",
        "lifecycle",
      ],
    ]) {
      const { exit, output } = await runBlock(`npm run -s ${line}`, root);
      expect({ line, exit, output }).toMatchObject({ line, exit: 0 });
    }
    writeFileSync(join(root, "parts.csv"), COLOURS);
    const first = await runBlock(
      [
        "npm run -s new -- --task colour --from parts.csv --owner @acme/p",
        "git add --all && git commit -qm 'feat: name colours'",
        "npm run -s eval-runner -- --task colour",
        "npm run -s promote -- --task colour --commit --tag",
      ].join("\n"),
      root,
    );
    expect(first, first.output).toMatchObject({ exit: 0 });
    expect(existsSync(join(root, "prompts/02-production/colour.yaml"))).toBe(true);
  });
});
