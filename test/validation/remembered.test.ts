import { describe, expect, it } from "vitest";
import { isSameAnswer, type ReadTrace, traceReads } from "../../src/prompts/reading/read-trace.ts";
import { readRepository } from "../../src/prompts/repository.ts";
import { type RepositoryFiles, UnreadableFile } from "../../src/prompts/repository-files.ts";
import { parseRemembered, renderRemembered } from "../../src/validation/remembered.ts";
import { validateRepository } from "../../src/validation/validate.ts";
import {
  aRepositoryInProduction,
  edited,
  PATHS,
  type Tree,
  type TreeChanges,
  withChanges,
} from "../builders/a-repository.ts";
import { memoryFiles } from "../fakes/memory-files.ts";

const SCRIPT = "scripts/polite.mjs";
const JOURNAL = ".pipeline/journal/promote-1.json";

/** A repository in production whose task is also scored by a script, with an audit record and a write that was stopped. */
const base = edited(
  withChanges(aRepositoryInProduction(), {
    [SCRIPT]: "export default () => 1;\n",
    [JOURNAL]: '{"summary":"promoting support_reply"}\n',
    [PATHS.audit]: '{"at":"2026-01-31T12:00:00.000Z"}\n',
  }),
  PATHS.metadata,
  "    - type: equals\n",
  `    - type: equals\n    - { type: javascript, value: "file://${SCRIPT}" }\n`,
);

function validateTraced(files: RepositoryFiles) {
  const traced = traceReads(files);
  const validated = validateRepository(readRepository(traced));
  return { validated, trace: traced.trace() };
}

function traceOf(tree: Tree): ReadTrace {
  const { trace } = validateTraced(memoryFiles(tree));
  if (trace === undefined) throw new Error("the tree changed while it was read");
  return trace;
}

const changed = (changes: TreeChanges): boolean =>
  !isSameAnswer(memoryFiles(withChanges(base, changes)), traceOf(base));

const sources = Object.entries({ ...PATHS, script: SCRIPT, journal: JOURNAL });

describe("a validation is remembered only for the very files that it read", () => {
  it("which are the same as long as nothing changes", () => {
    expect(changed({})).toBe(false);
  });

  it.each(sources)("one more byte in the %s is a change", (_, path) => {
    expect(changed({ [path]: `${base.get(path)} ` })).toBe(true);
  });

  it.each(sources)("another byte in the %s is a change, at the same size", (_, path) => {
    const bytes = new TextEncoder().encode(String(base.get(path)));
    bytes[bytes.length - 1] = 0x20;
    expect(changed({ [path]: bytes })).toBe(true);
  });

  it.each(sources)("without the %s it is a change", (_, path) => {
    expect(changed({ [path]: null })).toBe(true);
  });

  it.each([
    ["template", "prompts/00-templates/other.yaml"],
    ["fragment", "prompts/00-templates/fragments/other.md"],
    ["file of examples", "prompts/01-examples/support_reply/more.jsonl"],
    ["locked file", "prompts/02-production/other.yaml"],
    ["metadata", "prompts/03-metadata/catalogue/other.yaml"],
    ["archived version", "prompts/99-archive/support_reply/0.9.0.yaml"],
    ["file with a wrong name", "prompts/03-metadata/Other.yml"],
    ["write that was stopped", ".pipeline/journal/rollback-2.json"],
  ])("one more %s is a change", (_, path) => {
    expect(changed({ [path]: "" })).toBe(true);
  });

  it("a file that was moved is a change, though all bytes are still there", () => {
    const examples = base.get(PATHS.examples) ?? "";
    const moved = { [PATHS.examples]: null, "prompts/01-examples/support_reply/renamed.jsonl": examples };
    expect(changed(moved)).toBe(true);
  });

  it("a file that cannot be read any more is a change", () => {
    const files = memoryFiles(base);
    const linked: RepositoryFiles = {
      list: files.list,
      read: (path) => {
        if (path === PATHS.examples) throw new UnreadableFile(path, "it is a symbolic link to /etc/passwd");
        return files.read(path);
      },
    };
    expect(isSameAnswer(linked, traceOf(base))).toBe(false);
    const { trace } = validateTraced(linked);
    expect(trace !== undefined && isSameAnswer(linked, trace)).toBe(true);
  });

  it("logged runs that nothing cites are none of its business", () => {
    expect(changed({ "prompts/04-evals/support_reply/run-9/report.json": "{}" })).toBe(false);
  });

  it("a file that changed while it was read is not remembered at all", () => {
    const files = memoryFiles(base);
    const answers = ["one", "another"].map((text) => new TextEncoder().encode(text));
    const restless = traceReads({ list: files.list, read: () => answers.shift() });
    restless.read(PATHS.config);
    expect(restless.trace()).toBeDefined();
    restless.read(PATHS.config);
    expect(restless.trace()).toBeUndefined();
  });
});

describe("what is remembered", () => {
  const { validated } = validateTraced(memoryFiles(base));
  const remembered = { trace: traceOf(base), validated };

  it("comes back as it was found", () => {
    expect(parseRemembered(renderRemembered("build-1", remembered), "build-1")).toEqual(remembered);
  });

  it("is not believed when another build found it", () => {
    expect(parseRemembered(renderRemembered("build-1", remembered), "build-2")).toBeUndefined();
  });

  it.each([
    ["cut off", renderRemembered("build-1", remembered).slice(0, -40)],
    ["empty", ""],
    ["another document", '{"schema_version":1,"tool":"build-1"}'],
    ["no object", "null"],
  ])("is not believed when it is %s", (_, text) => {
    expect(parseRemembered(text, "build-1")).toBeUndefined();
  });
});
