import { describe, expect, it } from "vitest";
import type { AdoptedFile, FileOutcome } from "../../src/adoption/adopted-file.ts";
import { planInit } from "../../src/adoption/plan-init.ts";

const outcome = (file: AdoptedFile, found?: string): FileOutcome | undefined =>
  planInit([file], () => found)[0];

const ignored: AdoptedFile = {
  kind: "lines",
  path: ".gitignore",
  title: "Ours",
  lines: [".pipeline/", "a b"],
};
const whole: AdoptedFile = { kind: "whole", path: "w.yml", text: "on: push\n" };
const scripts: AdoptedFile = {
  kind: "scripts",
  path: "package.json",
  scripts: { new: "hub new", deploy: "hub deploy" },
};

describe("a file that belongs to its authors once it is there", () => {
  const seed: AdoptedFile = { kind: "seed", path: "c.yaml", text: "a: 1\n" };

  it("is written where it is missing", () => {
    expect(outcome(seed)).toEqual({ action: "write", path: "c.yaml", text: "a: 1\n" });
  });

  it("is kept whatever it says", () => {
    expect(outcome(seed, "other")).toEqual({ action: "keep", path: "c.yaml" });
  });
});

describe("a file that is ours as a whole", () => {
  it("is kept where it differs, and what differs can be shown", () => {
    expect(outcome(whole, "on: pull_request\n")).toMatchObject({
      action: "differs",
      found: "on: pull_request\n",
      text: "on: push\n",
    });
  });

  it("does not differ by the line ends of a checkout", () => {
    expect(outcome(whole, "on: push\r\n")).toEqual({ action: "keep", path: "w.yml" });
  });
});

describe("lines that a file has to hold", () => {
  it("are added at the end, and nothing that stood there is touched", () => {
    const extended = outcome(ignored, "dist\n.pipeline/");
    expect(extended).toMatchObject({ text: "dist\n.pipeline/\n\n# Ours\na b\n", added: ["a b"] });
  });

  it("count as there whatever the blanks between their words", () => {
    expect(outcome(ignored, " .pipeline/\na \t b\n")).toMatchObject({ action: "keep" });
  });

  it("end as the file's own lines end", () => {
    expect(outcome(ignored, "dist\r\n")).toMatchObject({
      text: "dist\r\n\r\n# Ours\r\n.pipeline/\r\na b\r\n",
    });
  });

  it("are there after they were added", () => {
    const first = outcome(ignored, "dist\n");
    const text = first?.action === "extend" ? first.text : "";
    expect(outcome(ignored, text)).toEqual({ action: "keep", path: ".gitignore" });
  });
});

describe("scripts of npm", () => {
  it("are added in the indentation and order of the file", () => {
    const extended = outcome(scripts, '{\n\t"name": "x",\n\t"type": "module"\n}\n');
    expect(extended).toMatchObject({
      text: '{\n\t"name": "x",\n\t"type": "module",\n\t"scripts": {\n\t\t"new": "hub new",\n\t\t"deploy": "hub deploy"\n\t}\n}\n',
      added: ["new", "deploy"],
    });
  });

  it("of a name that is taken stay what they are, and that is said", () => {
    const extended = outcome(scripts, '{"scripts": {"deploy": "mine"}}');
    expect(extended).toMatchObject({ action: "extend", added: ["new"], taken: ["deploy"] });
    const text = extended?.action === "extend" ? extended.text : "";
    expect(JSON.parse(text)).toEqual({ scripts: { deploy: "mine", new: "hub new" } });
  });

  it.each(["[]", "{", '{"scripts": []}'])("are not added to %s, which stays", (text) => {
    expect(outcome(scripts, text)).toMatchObject({ action: "refuse" });
  });
});
