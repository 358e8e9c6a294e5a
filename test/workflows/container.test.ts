import { describe, expect, it } from "vitest";
import { readProjectFile } from "../architecture/project-files.ts";

const instructions = readProjectFile("Dockerfile")
  .replace(/\\\n\s*/g, "")
  .split("\n")
  .filter((line) => /^[A-Z]+ /.test(line));
const stages = instructions
  .join("\n")
  .split(/^(?=FROM )/m)
  .filter((stage) => stage.startsWith("FROM "));
const stage = (name: string): string => stages.find((text) => text.includes(` AS ${name}\n`)) ?? "";

describe("the image of the prompt service", () => {
  it("runs as a numbered user without rights", () => {
    expect(stage("service")).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(stage("release") + stage("repository")).not.toMatch(/^USER /m);
  });

  it("is healthy only when it is ready", () => {
    expect(stage("service")).toMatch(/^HEALTHCHECK .*\/readyz/m);
  });

  it("starts as the first process, so that the signal to stop reaches it", () => {
    expect(stage("service")).toMatch(/^ENTRYPOINT \["node", /m);
    for (const name of ["release", "repository"]) expect(stage(name)).toMatch(/^CMD \["serve", /m);
  });

  it("holds neither sources nor packages", () => {
    const copied = [...stage("service").matchAll(/^COPY --from=build \/build\/(\S+)/gm)].map(
      (match) => match[1],
    );
    expect(copied.sort()).toEqual(["bin", "dist", "package.json"]);
    expect(stage("service")).not.toMatch(/^(RUN|ADD) /m);
  });

  it("is built from the lock file, without scripts of packages", () => {
    expect(stage("build")).toMatch(/^RUN npm ci --ignore-scripts/m);
  });

  it("can be built on a base image that is named by digest", () => {
    expect(stages.filter((text) => !/^FROM (\$\{NODE_IMAGE\}|service) AS /.test(text))).toEqual([]);
  });
});

describe("what is sent to the builder", () => {
  const allowed = readProjectFile(".dockerignore")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

  it("is nothing but what the Dockerfile copies", () => {
    const copied = instructions
      .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
      .flatMap((line) => line.split(" ").slice(1, -1))
      .map((path) => path.replace(`\${RELEASE}`, ".pipeline/release"));
    const isCopied = (path: string): boolean =>
      copied.some((one) => path === one || path.startsWith(`${one}/`));
    expect(allowed[0]).toBe("*");
    expect(allowed.slice(1).filter((line) => !isCopied(line.replace("!", "")))).toEqual([]);
  });

  it("holds no examples, no evaluations and no candidate prompts", () => {
    const prompts = allowed.filter((line) => line.startsWith("!prompts"));
    expect(prompts).toEqual(["!prompts/02-production", "!prompts/99-archive"]);
  });
});
