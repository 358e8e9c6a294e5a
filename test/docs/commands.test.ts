import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFiles, readProjectFile } from "../architecture/project-files.ts";
import { PROJECT_ROOT, startNode } from "../launcher/scratch-project.ts";
import { sectionOf } from "../readme/markdown-blocks.ts";

const commands = readdirSync(join(PROJECT_ROOT, "scripts"))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.slice(0, -".ts".length));
const pages = projectFiles().filter((path) => /^(README\.md|CONTRIBUTING\.md|docs\/[^/]+\.md)$/.test(path));
const texts = new Map(pages.map((path) => [path, readProjectFile(path)]));

interface ShownCall {
  readonly page: string;
  readonly command: string;
  readonly flags: readonly string[];
}

/** `npm run <command> -- <flags>` wherever a page shows it, up to the end of its line or code. */
function shownCalls(page: string, text: string): readonly ShownCall[] {
  return [...text.matchAll(/npm run (?:-s )?([a-z-]+)(?: -- ([^`\n]*))?/g)].map(
    ([, command = "", rest = ""]) => ({
      page,
      command,
      flags: [...rest.matchAll(/(?:^|\s)--([a-z-]+)/g)].map(([, name = ""]) => name),
    }),
  );
}

const calls = [...texts].flatMap(([page, text]) => shownCalls(page, text));
const npmScripts = Object.keys(JSON.parse(readProjectFile("package.json")).scripts);

describe("the documents", () => {
  it("mention every command", () => {
    const all = [...texts.values()].join("\n");
    const unmentioned = commands.filter(
      (name) => !all.includes(`\`${name}\``) && !all.includes(`npm run ${name} `),
    );
    expect(unmentioned).toEqual([]);
  });

  it("show only commands that exist, or that the README says are not there yet", () => {
    expect(calls.length).toBeGreaterThan(10);
    const planned = sectionOf(readProjectFile("README.md"), "Not there yet");
    const isKnown = ({ command }: ShownCall): boolean =>
      npmScripts.includes(command) || planned.includes(`\`${command}\``);
    expect(calls.filter((call) => !isKnown(call))).toEqual([]);
    expect(commands.filter((name) => planned.includes(`\`${name}\``))).toEqual([]);
  });

  it("show only flags that the command's --help lists", async () => {
    const helps = new Map<string, string>();
    for (const name of new Set(calls.map(({ command }) => command).filter((each) => commands.includes(each))))
      helps.set(
        name,
        (await startNode(join(PROJECT_ROOT, "bin/gpt-pipeline-hub.mjs"), [name, "--help"])).stdout,
      );
    const unknown = calls.flatMap(({ page, command, flags }) => {
      const help = helps.get(command);
      if (help === undefined) return [];
      return flags
        .filter((flag) => !new RegExp(`^  --${flag}\\b`, "m").test(help))
        .map((flag) => `${page}: ${command} --${flag}`);
    });
    expect(unknown).toEqual([]);
  });

  it("would be caught showing others", () => {
    expect(shownCalls("a.md", "`npm run promote -- --task x --no-such` and npm run nothing")).toEqual([
      { page: "a.md", command: "promote", flags: ["task", "no-such"] },
      { page: "a.md", command: "nothing", flags: [] },
    ]);
  });
});
