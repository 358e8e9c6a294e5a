import { describe, expect, it } from "vitest";
import { readProjectFile } from "../architecture/project-files.ts";
import { codeBlocks, sectionOf } from "./markdown-blocks.ts";
import { clonedProject, runBlock, startBlock } from "./shell-session.ts";

const SERVE = "npm run serve\n";
const SERVING = /serving on http:\/\/[^\s:]+:(\d+)\n/;
const blocks = codeBlocks(sectionOf(readProjectFile("README.md"), "Your own prompt in ten minutes"));

/** The pieces of shown lines, in any order; `[...]` stands for what was left out. */
function shownPieces(text: string): readonly string[] {
  return text
    .split("\n")
    .flatMap((line) => line.split("[...]"))
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
}

/** Runs the commands in their order; a block of text is what those before it must have printed. */
async function follow(root: string): Promise<readonly string[]> {
  const missing: string[] = [];
  let printed = "";
  let port = "8080";
  let service: Awaited<ReturnType<typeof startBlock>> | undefined;
  for (const { language, text } of blocks) {
    if (language === "text") {
      missing.push(...shownPieces(text).filter((piece) => !printed.includes(piece)));
      continue;
    }
    if (text === SERVE) {
      service = await startBlock(text, { cwd: root, ready: SERVING, more: { PORT: "0" } });
      port = service.found[1] ?? port;
      continue;
    }
    const { exit, output } = await runBlock(text.replaceAll("8080", port), root);
    expect({ exit, text, output }).toMatchObject({ exit: 0 });
    printed += output;
    await service?.stop();
    service = undefined;
  }
  return missing;
}

describe("the README's ten minutes", () => {
  it("run as they stand, and print what they show", async () => {
    const root = clonedProject();
    expect(blocks.filter(({ text }) => text === SERVE)).toHaveLength(1);
    expect(await follow(root)).toEqual([]);
    const left = await runBlock("npm run -s validate && git status --short", root);
    const history = " M prompts/04-evals/support/ticket_topic/history.jsonl";
    expect(left.output).toMatch(new RegExp(`^valid: 1 tasks? .*\n${history}\n$`));
  });
});
