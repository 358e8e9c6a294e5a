import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readProjectFile } from "../architecture/project-files.ts";
import { PROJECT_ROOT } from "../launcher/scratch-project.ts";
import { codeBlocks, sectionOf } from "../readme/markdown-blocks.ts";
import { clonedProject, runBlock } from "../readme/shell-session.ts";

const CONTENT = ["prompts", "prompt_registry.yaml", "prompt_audit.jsonl"];

it("what docs/evaluation.md shows about running can be run as it stands", async () => {
  const root = clonedProject();
  for (const path of CONTENT) cpSync(join(PROJECT_ROOT, path), join(root, path), { recursive: true });
  const blocks = codeBlocks(sectionOf(readProjectFile("docs/evaluation.md"), "Running"));
  expect(blocks.map(({ language }) => language)).toEqual(Array.from({ length: 8 }, () => "sh"));
  for (const { text } of blocks) {
    const { exit, output } = await runBlock(text, root);
    expect({ exit, text, output }).toMatchObject({ exit: 0 });
    expect(output, text).not.toContain("error:");
  }
});
