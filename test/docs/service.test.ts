import { describe, expect, it } from "vitest";
import { projectFiles, readProjectFile } from "../architecture/project-files.ts";

const page = readProjectFile("docs/service.md");

describe("docs/service.md", () => {
  it("has every code of an error that the service answers with", () => {
    const sources = projectFiles().filter((path) => path.startsWith("src/service/") && path.endsWith(".ts"));
    const codes = sources.flatMap((path) =>
      [...readProjectFile(path).matchAll(/\bcode: "([a-z_]+)"/g)].map(([, code]) => code ?? ""),
    );
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });
});
