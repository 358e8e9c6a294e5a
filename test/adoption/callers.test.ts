import { describe, expect, it } from "vitest";
import { callerSourceOf, callerWorkflows, parseCallerSource } from "../../src/adoption/caller-workflows.ts";
import { projectFiles, readProjectFile } from "../architecture/project-files.ts";
import { lintWorkflow } from "../workflows/lint-workflow.ts";
import * as permissionRules from "../workflows/permission-rules.ts";
import * as stepRules from "../workflows/step-rules.ts";
import { objectAt, readWorkflow, type Workflow } from "../workflows/workflow-file.ts";

const SOURCE = { repository: "acme/hub", ref: "a".repeat(40), version: "1.2.3", mainBranch: "main" };
const callers = callerWorkflows(SOURCE).map((file) =>
  readWorkflow(file.path, "text" in file ? file.text : ""),
);

const folder = ".github/workflows/";
const callable = new Map(
  projectFiles()
    .filter((path) => path.startsWith(folder) && path.endsWith(".yml"))
    .map((path) => [path, readWorkflow(path, readProjectFile(path))] as const)
    .filter(([, { events }]) => "workflow_call" in events),
);

const callOf = ({ jobs }: Workflow) => {
  const [job] = jobs;
  if (job === undefined || jobs.length !== 1) throw new Error("a caller has one job");
  return job;
};

const calledBy = (caller: Workflow): Workflow | undefined =>
  callable.get(`${folder}${callOf(caller).calls.split("@")[0]?.split("/").at(-1)}`);

const pairs = callers.flatMap((caller) => {
  const called = calledBy(caller);
  return called === undefined ? [] : [[caller.path, caller, called] as const];
});

/** What all jobs of a workflow may do together, those of the workflows that it calls too. */
function rightsOf(workflow: Workflow): Readonly<Record<string, string>> {
  const rights: Record<string, string> = {};
  for (const { permissions = {}, calls } of workflow.jobs) {
    const nested = callable.get(calls.replace(/^\.\//, ""));
    const all = { ...permissions, ...(nested === undefined ? {} : rightsOf(nested)) };
    for (const [scope, access] of Object.entries(all))
      if (rights[scope] !== "write") rights[scope] = String(access);
  }
  return rights;
}

describe("the workflows of an adopting repository", () => {
  it("call every workflow that can be called", () => {
    expect(pairs.map(([, , called]) => called.path).sort()).toEqual([...callable.keys()].sort());
    expect(pairs.length).toBeGreaterThan(4);
  });

  it.each(callers.map((caller) => [caller.path, caller.text] as const))(
    "%s has at most 40 lines",
    (_, text) => {
      expect(text.split("\n").length).toBeLessThanOrEqual(41);
    },
  );

  it.each(callers.map((caller) => [caller.path, caller] as const))(
    "%s keeps the rules of our own",
    (_, caller) => {
      const rules = [...Object.values(permissionRules), ...Object.values(stepRules)];
      expect(rules.flatMap((rule) => rule(caller))).toEqual([]);
    },
  );

  it.each(pairs)("%s gives only inputs that exist, and all that are required", (_, caller, called) => {
    const given = Object.keys(objectAt(callOf(caller).raw, "with"));
    const inputs = objectAt(objectAt(called.events, "workflow_call"), "inputs");
    expect(given.filter((name) => !(name in inputs))).toEqual([]);
    const required = Object.keys(inputs).filter((name) => objectAt(inputs, name)["required"] === true);
    expect(required.filter((name) => !given.includes(name))).toEqual([]);
    expect(given).toEqual(expect.arrayContaining(["hub-repository", "hub-ref"]));
  });

  it.each(pairs)("%s passes exactly the secrets that are declared", (_, caller, called) => {
    const given = objectAt(callOf(caller).raw, "secrets");
    const declared = objectAt(objectAt(called.events, "workflow_call"), "secrets");
    expect(Object.keys(given).sort()).toEqual(Object.keys(declared).sort());
  });

  it.each(pairs)("%s gives the rights that the called jobs name, and none besides", (_, caller, called) => {
    expect(callOf(caller).permissions).toEqual(rightsOf(called));
  });

  it.each(pairs)(
    "%s asks people for all that the called workflow's own form asks for",
    (_, caller, called) => {
      const asked = objectAt(objectAt(caller.events, "workflow_dispatch"), "inputs");
      const own = objectAt(objectAt(called.events, "workflow_dispatch"), "inputs");
      expect(Object.keys(asked).sort()).toEqual(Object.keys(own).sort());
      for (const name of Object.keys(own))
        for (const key of ["type", "required", "options"])
          expect([name, key, objectAt(asked, name)[key]]).toEqual([name, key, objectAt(own, name)[key]]);
    },
  );

  it.each(pairs)("%s asks people for what it passes on", (_, caller) => {
    const asked = Object.keys(objectAt(objectAt(caller.events, "workflow_dispatch"), "inputs"));
    const passed = Object.keys(objectAt(callOf(caller).raw, "with"));
    expect(passed.filter((name) => !name.startsWith("hub-")).sort()).toEqual(asked.sort());
  });
});

/** As if it stood beside what it calls: the linters read no other repository. */
const asNeighbour = (text: string): string =>
  text.replace(/uses: acme\/hub\/(\.github\/workflows\/[a-z-]+\.yml)@.*/, "uses: ./$1");

describe("linters", () => {
  it.each(pairs)("find nothing in %s", async (path, { text }) => {
    expect(asNeighbour(text)).not.toBe(text);
    expect(await lintWorkflow(path, asNeighbour(text))).toEqual([]);
  });
});

describe("where the workflows come from", () => {
  it.each(["acme", "acme/hub@", "acme/hub@main; rm", "https://github.com/acme/hub", "-acme/hub"])(
    "%s is no place",
    (text) => {
      expect(parseCallerSource(text, "1.2.3")).toBeUndefined();
    },
  );

  it("is this version's tag where nothing else is said", () => {
    expect(parseCallerSource("acme/hub", "1.2.3")).toEqual({
      repository: "acme/hub",
      ref: "v1.2.3",
      version: "1.2.3",
    });
  });

  it("is read back from a caller that stands", () => {
    const { mainBranch: _, ...source } = SOURCE;
    for (const { text } of callers) expect(callerSourceOf(text)).toEqual(source);
  });
});
