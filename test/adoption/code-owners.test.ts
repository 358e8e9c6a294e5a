import { describe, expect, it } from "vitest";
import { codeOwnersOf } from "../../src/adoption/github/code-owners.ts";

const METADATA = "prompts/03-metadata/catalogue/colour.yaml";

describe("who has to agree to a file", () => {
  it.each([
    ["*", true],
    ["/prompts/", true],
    ["prompts/03-metadata/", true],
    ["/prompts/03-metadata", true],
    ["03-metadata/", true],
    ["colour.yaml", true],
    ["*.yaml", true],
    ["/prompts/*/catalogue/", true],
    ["/prompts/**/colour.yaml", true],
    ["**/catalogue/**", true],
    ["/prompts/03-metadata/catalogue/*", true],
    ["/prompts/03-metadata/*", false],
    ["/prompts/*", false],
    ["/03-metadata/", false],
    ["/prompts/02-production/", false],
    ["colour", false],
    ["*.yml", false],
  ])("%s matches the metadata of a task: %s", (pattern, isMatch) => {
    expect(codeOwnersOf(`${pattern} @acme/gate`, METADATA)).toEqual(isMatch ? ["@acme/gate"] : []);
  });

  it("is whom the last matching line names, comments aside", () => {
    const text =
      "* @acme/all\n/prompts/ @acme/a # them\n/prompts/03-metadata/ @ada @acme/gate\n# /prompts/ @x\n";
    expect(codeOwnersOf(text, METADATA)).toEqual(["@ada", "@acme/gate"]);
    expect(codeOwnersOf(text, "prompts/00-templates/a.yaml")).toEqual(["@acme/a"]);
  });

  it("is nobody where the last line that matches names nobody", () => {
    expect(codeOwnersOf("* @acme/all\n/prompts/\n", METADATA)).toEqual([]);
  });

  it("takes a moment for patterns that try to take longer", () => {
    const text = `${"*a".repeat(40)} @acme/gate\n${"**/".repeat(12)}x @acme/gate`;
    expect(codeOwnersOf(text, `${"a".repeat(3000)}b`)).toEqual([]);
  });
});
