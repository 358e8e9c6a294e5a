import { describe, expect, it } from "vitest";
import { wantedSettings } from "../../src/adoption/github/wanted-settings.ts";
import { isJsonObject } from "../../src/prompts/reading/json.ts";
import { completeConfig } from "../../src/prompts/yaml-formats.ts";
import { projectFiles, readProjectFile } from "../architecture/project-files.ts";
import { readWorkflow } from "../workflows/workflow-file.ts";

const ECS = { account: "123456789012", region: "eu-central-1", cluster: "c", service: "s", repository: "r" };
const WANTED = wantedSettings({
  config: completeConfig({
    services: [{ name: "shop", tasks: ["*"], environments: [{ name: "live", target: "ecs", ecs: ECS }] }],
  }),
  ...{ keys: [], check: "own" as const, appId: undefined, reviewers: [] },
});
/** It has a default: nobody has to set it. */
const OPTIONAL = ["PIPELINE_ANSWERS_A_SHARD"];

const workflows = projectFiles()
  .filter((path) => /^\.github\/workflows\/.*\.yml$/.test(path))
  .map((path) => readWorkflow(path, readProjectFile(path)));
const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

describe("what setup-github looks for", () => {
  it("is every variable that a workflow reads", () => {
    const read = workflows.flatMap(({ text }) =>
      [...text.matchAll(/\bvars\.([A-Z_]+)/g)].map(([, name = ""]) => name),
    );
    const roles = WANTED.environments.flatMap(({ roleVariable, baseImageVariable }) =>
      [roleVariable, baseImageVariable].filter((name) => name !== undefined),
    );
    const known = [...WANTED.variables.map(({ name }) => name), ...roles];
    expect(unique(read).filter((name) => !OPTIONAL.includes(name) && !known.includes(name))).toEqual([]);
    expect(known.filter((name) => !read.includes(name))).toEqual([]);
  });

  it("is every environment that a workflow's job names", () => {
    const named = workflows.flatMap(({ jobs }) =>
      jobs.flatMap(({ raw }) => {
        const place = raw["environment"] ?? null;
        const name = isJsonObject(place) ? place["name"] : place;
        return typeof name === "string" && !name.includes("$") ? name : [];
      }),
    );
    const own = WANTED.environments.map(({ name }) => name).filter((name) => name !== "shop-live");
    expect(unique(named)).toEqual(unique(own));
  });

  it("asks for reviewers only where people decide, never where a rollback waits", () => {
    const reviewed = WANTED.environments.filter(({ needsReviewers }) => needsReviewers);
    expect(reviewed.map(({ name }) => name)).toEqual(["override"]);
  });
});
