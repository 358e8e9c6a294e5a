import { describe, expect, it } from "vitest";
import { PROBLEM_CODES } from "../../src/prompts/problem-codes.ts";
import { machineTraces } from "./machine-traces.ts";
import { missingPaths, namedPaths } from "./named-paths.ts";
import { projectFiles, readProjectFile } from "./project-files.ts";

const files = projectFiles();
const documents = files.filter((path) => path.endsWith(".md") && !path.startsWith("test/"));

describe("docs/architecture.md", () => {
  it("names only paths that exist", () => {
    const text = readProjectFile("docs/architecture.md");
    expect(namedPaths(text).length).toBeGreaterThan(20);
    expect(missingPaths(text, files)).toEqual([]);
  });

  it("names every room", () => {
    const rooms = new Set(files.flatMap((path) => /^src\/[^/]+\//.exec(path) ?? []));
    const named = namedPaths(readProjectFile("docs/architecture.md"));
    expect([...rooms].filter((room) => !named.includes(room))).toEqual([]);
  });

  it("would be caught naming a path that does not exist", () => {
    const text =
      "`src/gate/decide.ts`, `src/<room>/adapters/`, `docs/nothing.md`, `schemas/*.schema.json`, `npm start`";
    expect(
      missingPaths(text, ["src/gate/decide.ts", "src/gate/adapters/a.ts", "schemas/a.schema.json"]),
    ).toEqual(["docs/nothing.md"]);
  });
});

describe("links between documents", () => {
  it("lead somewhere", () => {
    expect(documents.flatMap((path) => deadLinks(path, readProjectFile(path), files))).toEqual([]);
  });

  it("would be caught leading nowhere", () => {
    const text = "[a](a.md) [b](../README.md#start) [c](https://example.com) [d](#here)\n\n## Here\n";
    expect(deadLinks("docs/x.md", text, ["README.md"])).toEqual(["docs/x.md: docs/a.md"]);
    expect(deadLinks("docs/x.md", "[d](#there)", [])).toEqual(["docs/x.md: #there"]);
  });
});

function deadLinks(path: string, text: string, known: readonly string[]): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^()\s]+)\)/g)].map((match) => match[1] ?? "");
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => !leadsSomewhere(path, text, target, known))
    .map((target) => `${path}: ${target.startsWith("#") ? target : resolve(path, target)}`);
}

function leadsSomewhere(path: string, text: string, target: string, known: readonly string[]): boolean {
  if (target.startsWith("#")) return anchorsOf(text).includes(target.slice(1));
  const wanted = resolve(path, target);
  return known.some((file) => file === wanted || file.startsWith(`${wanted}/`));
}

function anchorsOf(text: string): readonly string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? "");
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );
}

function resolve(from: string, target: string): string {
  return new URL(target.replace(/#.*$/, "").replace(/\/$/, ""), `file:///${from}`).pathname.slice(1);
}

describe("docs/problem-codes.md", () => {
  const text = readProjectFile("docs/problem-codes.md");
  const sections = new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf("\n")), section]),
  );

  it("has a section for every code and for nothing else", () => {
    expect([...sections.keys()].sort()).toEqual(Object.keys(PROBLEM_CODES).sort());
  });

  it.each(Object.entries(PROBLEM_CODES))(
    "%s: says what it means, shows one, and says how to mend it",
    (code, meaning) => {
      const section = sections.get(code) ?? "";
      expect(section).toContain(`\n${meaning}\n`);
      expect(section).toMatch(new RegExp(`^.+:\\d+:\\d+: (error|warning)\\[${code}\\] .+\\. .+[.?]$`, "m"));
      expect(section).toMatch(/^\*\*Fix\.\*\* \S/m);
    },
  );

  it("lists every code at its top", () => {
    const top = text.slice(0, text.indexOf("\n## "));
    expect(Object.keys(PROBLEM_CODES).filter((code) => !top.includes(`[${code}](#${code})`))).toEqual([]);
  });
});

describe("docs/decisions", () => {
  const manifest: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = JSON.parse(
    readProjectFile("package.json"),
  );
  const packages = [
    ...Object.keys(manifest["dependencies"] ?? {}),
    ...Object.keys(manifest["devDependencies"] ?? {}),
  ];
  const named = [
    ...readProjectFile("docs/decisions/0001-packages.md").matchAll(/^\| `([^`]+)` \| .+\. \| .+\. \|$/gm),
  ];

  it("say of every package what it replaces and what it costs", () => {
    expect(named.map((match) => match[1]).sort()).toEqual(packages.sort());
  });

  it("have numbers of their own and a title that repeats it", () => {
    const notes = files.filter((path) => /^docs\/decisions\/.*\.md$/.test(path));
    const numbers = notes.map((path) => /\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1] ?? path);
    expect(numbers).toEqual([...new Set(numbers)]);
    const untitled = notes.filter(
      (path, index) => !new RegExp(`^# ${numbers[index]}\\W`).test(readProjectFile(path)),
    );
    expect(untitled).toEqual([]);
  });
});

describe("no file", () => {
  it("holds a path of one machine or a host of one network", () => {
    const readable = files.filter((path) => !/\.(png|ico|gz|wasm)$/.test(path));
    expect(readable.flatMap((path) => machineTraces(path, readProjectFile(path)))).toEqual([]);
  });

  it("would get past this check", () => {
    const [work, host] = [
      ["", "work", "main"].join("/"),
      ["https:", "", "registry.corp.example", ""].join("/"),
    ];
    const text = ["fine", `cd ${work}`, `npm i --registry ${host}`, "docs/work/main, /home/node/app"].join(
      "\n",
    );
    expect(machineTraces("a.md", text)).toEqual(["a.md:2", "a.md:3"]);
  });
});
