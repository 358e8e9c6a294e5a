import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type TreeChanges, withChanges, writeTree } from "../../builders/a-repository.ts";
import { documentOf, type EndedCommand, errorOf, runCommand } from "../../builders/command-process.ts";
import { aLabelTask, OFFLINE_CONFIG } from "../../builders/label-task.ts";

const PARTS = [
  "id,Part number,title,expected",
  ...Array.from({ length: 12 }, (_, at) => `r${at},R-${at},"crimson, part ${at}",red`),
  ...Array.from({ length: 12 }, (_, at) => `b${at},B-${at},navy part ${at},blue`),
].join("\n");

const FILES = (id: string, examples = "examples.jsonl") => ({
  template: `prompts/00-templates/${id}.yaml`,
  metadata: `prompts/03-metadata/${id}.yaml`,
  examples: `prompts/01-examples/${id}/${examples}`,
});

const OWNER = ["--owner", "@acme/parts"];

function repository(files: TreeChanges = {}): string {
  return writeTree(withChanges(new Map(), { "pipeline.config.yaml": OFFLINE_CONFIG, ...files }));
}

function aRoot({ csv = PARTS, ...rest }: { readonly csv?: string } & TreeChanges = {}): string {
  return repository({ "data.csv": csv, ...rest });
}

const run = (root: string, ...flags: readonly string[]): Promise<EndedCommand> =>
  runCommand("new", ["--task", "colour", ...flags], { cwd: root });

const read = (root: string, path: string): string => readFileSync(join(root, path), "utf8");
const examplesOf = (root: string): readonly unknown[] =>
  read(root, FILES("colour").examples)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const filesUnder = (root: string, folder: string): readonly string[] =>
  existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true }).map(String) : [];

describe("a task from a CSV", () => {
  it("is accepted by validate, and evaluated", async () => {
    const root = aRoot();
    expect(documentOf(await run(root, "--from", "data.csv", ...OWNER, "--json"))).toMatchObject({
      dry_run: false,
      task: "colour",
      files: [FILES("colour").template, FILES("colour").metadata, FILES("colour").examples],
      examples: 24,
    });
    const validated = documentOf(await runCommand("validate", ["--json"], { cwd: root }));
    expect(validated).toMatchObject({ ok: true, counts: { ready: 1, examples: 24, errors: 0 } });
    const evaluated = documentOf(
      await runCommand("eval-runner", ["--task", "colour", "--no-log", "--json"], { cwd: root }),
    );
    expect(evaluated).toMatchObject({ runs: [{ counts: { examples: 24, errors: 0 } }] });
  });

  it("calls an input what a placeholder can be called, and says so", async () => {
    const root = aRoot();
    const { stdout } = await run(root, "--from", "data.csv", ...OWNER);
    expect(stdout).toContain('the column "Part number" is the input part_number');
    expect(read(root, FILES("colour").template)).toContain("Part number: {{part_number}}\n");
    expect(examplesOf(root)[0]).toEqual({
      id: "r0",
      input: { part_number: "R-0", title: "crimson, part 0" },
      expected: "red",
    });
  });

  it("answers with one of the labels where the answers are few", async () => {
    const root = aRoot();
    await run(root, "--from", "data.csv", ...OWNER);
    const metadata = read(root, FILES("colour").metadata);
    expect(metadata).toContain('metric: "label.accuracy"');
    expect(metadata).toMatch(/enum:\n\s+- "blue"\n\s+- "red"\n/);
  });

  it("answers with a text where every answer is another", async () => {
    const rows = Array.from({ length: 24 }, (_, at) => `part ${at},the answer ${at}`);
    const root = aRoot({ csv: ["title,expected", ...rows].join("\n") });
    await run(root, "--from", "data.csv", ...OWNER);
    expect(read(root, FILES("colour").metadata)).toContain('metric: "token-f1.f1"');
    expect(examplesOf(root)[0]).toMatchObject({ id: "colour-001", expected: "the answer 0" });
  });

  it("answers with fields of the types that their cells have; an empty cell means that the field is absent", async () => {
    const cells = [
      "red,10,007,true",
      "blue,2.5,008,false",
      "red,,009,true",
      "blue,3,010,true",
      "red,4,011,true",
    ];
    const rows = cells.map((text, at) => `pipe ${at},${text}`);
    const header = "title,expected.colour,expected.length,expected.code,expected.stocked";
    const root = aRoot({ csv: [header, ...rows].join("\n") });
    await run(root, "--from", "data.csv", ...OWNER);
    expect(examplesOf(root).slice(0, 3)).toMatchObject([
      { expected: { colour: "red", length: 10, code: "007", stocked: true } },
      { expected: { colour: "blue", length: 2.5, code: "008", stocked: false } },
      { expected: { colour: "red", length: null, code: "009", stocked: true } },
    ]);
    expect(read(root, FILES("colour").metadata)).toContain(
      'required:\n    - "colour"\n    - "code"\n    - "stocked"\n',
    );
  });

  it("is read with the semicolons of some spreadsheets, a byte order mark and line breaks in cells", async () => {
    const rows = Array.from({ length: 6 }, (_, at) => `"pipe, ${at}\r\nlong";answer ${at}`);
    const root = aRoot({ csv: `\ufeff${["title;expected", ...rows].join("\r\n")}\r\n\r\n` });
    await run(root, "--from", "data.csv", ...OWNER);
    expect(examplesOf(root)).toHaveLength(6);
    expect(examplesOf(root)[5]).toMatchObject({ input: { title: "pipe, 5\r\nlong" }, expected: "answer 5" });
  });

  it("is refused with the lines that do not fit, and nothing is written", async () => {
    const root = aRoot({ csv: "title,expected\na,b\nc,\n" });
    const ended = await run(root, "--from", "data.csv", ...OWNER);
    expect(ended.exit).toBe(3);
    expect(ended.stderr).toContain("data.csv:3:1: error[csv-syntax] the row has no right answer.");
    expect(filesUnder(root, "prompts")).toEqual([]);
  });

  it("is refused where validate would refuse it", async () => {
    const root = aRoot({ csv: "title,expected\na,b\nc,d\n" });
    const ended = await run(root, "--from", "data.csv", ...OWNER);
    expect(ended.exit).toBe(3);
    expect(ended.stderr).toContain("error[too-few-examples]");
    expect(filesUnder(root, "prompts")).toEqual([]);
  });
});

describe("a task like another", () => {
  const like = ["--like", "paint"];

  it("has its prompt, policy and examples, and none of its history", async () => {
    const more = 'version: "1.2.0"\nchangelog:\n  - { version: "1.2.0", date: "2026-01-01", change: One. }\n';
    const root = repository(aLabelTask({ id: "paint", group: "shop", more }));
    expect((await run(root, ...like)).exit).toBe(0);
    const [template, metadata] = [read(root, FILES("colour").template), read(root, FILES("colour").metadata)];
    expect(template).toBe(
      read(root, "prompts/00-templates/shop/paint.yaml").replace("id: paint", 'id: "colour"'),
    );
    expect(metadata).toContain('task: "colour"\n');
    expect(metadata).toContain("threshold: 0.8\n");
    expect(metadata).not.toMatch(/version|changelog/);
    const examples = "prompts/01-examples/shop/paint/parts.jsonl";
    expect(read(root, FILES("colour", "parts.jsonl").examples)).toBe(read(root, examples));
    const validated = documentOf(await runCommand("validate", ["--task", "colour", "--json"], { cwd: root }));
    expect(validated).toMatchObject({ ok: true, counts: { ready: 1 } });
  });

  it("stands in the group and belongs to the owners that are named", async () => {
    const task = aLabelTask({ id: "paint" });
    const path = "prompts/00-templates/paint.yaml";
    const header = "# yaml-language-server: $schema=../../schemas/template.schema.json\n";
    const root = repository({ ...task, [path]: `${header}${task[path]}` });
    await run(root, ...like, "--group", "shop", "--owner", "@acme/new");
    expect(read(root, "prompts/00-templates/shop/colour.yaml")).toContain(
      "$schema=../../../schemas/template",
    );
    expect(read(root, "prompts/03-metadata/shop/colour.yaml")).toMatch(/owners:\s+(- |\[ ?)"@acme\/new"/);
  });

  it("names the schemas where the configuration does, for editors", async () => {
    const folder = "node_modules/gpt-pipeline-hub/schemas/";
    const config = `# yaml-language-server: $schema=${folder}config.schema.json\n${OFFLINE_CONFIG}`;
    const root = repository({
      ...aLabelTask({ id: "paint" }),
      "pipeline.config.yaml": config,
      "data.csv": PARTS,
    });
    const made = await runCommand("new", ["--task", "colour", "--from", "data.csv", ...OWNER], { cwd: root });
    expect(made.exit, made.stderr).toBe(0);
    expect(read(root, FILES("colour").metadata)).toContain(`$schema=../../${folder}metadata.schema.json`);
  });

  it("gives a CSV its owners and its model", async () => {
    const task = aLabelTask({ id: "paint" });
    const path = "prompts/03-metadata/paint.yaml";
    const root = aRoot({
      ...task,
      [path]: String(task[path]).replace("parameters: {}", "parameters: { seed: 7 }"),
    });
    expect((await run(root, "--from", "data.csv", ...like)).exit).toBe(0);
    const metadata = read(root, FILES("colour").metadata);
    expect(metadata).toContain('- "@acme/parts"');
    expect(metadata).toContain("seed: 7");
  });

  it("is refused where the other is not there or not ready", async () => {
    const { [FILES("paint").metadata]: _left, ...draft } = aLabelTask({ id: "paint" });
    const root = repository(draft);
    expect((await run(root, ...like)).exit).toBe(3);
    expect((await run(root, "--like", "pant")).stderr).toContain('Did you mean "paint"?');
  });
});

describe("what is there already", () => {
  it("is never overwritten: the files are named", async () => {
    const root = aRoot();
    const kept = join(root, FILES("colour").template);
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, "mine\n");
    const ended = await run(root, "--from", "data.csv", ...OWNER, "--json");
    expect(ended.exit).toBe(7);
    expect(errorOf(ended)).toContain(FILES("colour").template);
    expect(readFileSync(kept, "utf8")).toBe("mine\n");
    expect(filesUnder(root, "prompts/03-metadata")).toEqual([]);
  });

  it("keeps its id in every group", async () => {
    const root = aRoot(aLabelTask({ id: "colour", group: "shop" }));
    const ended = await run(root, "--from", "data.csv", "--group", "other", ...OWNER);
    expect(ended.exit).toBe(7);
    expect(ended.stderr).toContain("prompts/03-metadata/shop/colour.yaml");
  });
});

describe("flags", () => {
  it("--dry-run names the files and writes none", async () => {
    const root = aRoot();
    const { exit, stdout } = await run(root, "--from", "data.csv", ...OWNER, "--dry-run");
    expect(exit).toBe(0);
    for (const path of Object.values(FILES("colour"))) expect(stdout).toContain(`write ${path}`);
    expect([...filesUnder(root, "prompts"), ...filesUnder(root, ".pipeline")]).toEqual([]);
  });

  it.each([
    { flags: [], found: "nothing says what to begin with" },
    { flags: ["--from", "data.csv"], found: "no owner is named" },
    { flags: ["--from", "absent.csv", ...OWNER], found: "does not exist" },
    {
      flags: ["--from", "data.csv", ...OWNER, "--group", "My Group"],
      found: '"My Group" cannot be the name',
    },
  ])("that say too little end with what is wanted: $found", async ({ flags, found }) => {
    const { exit, stderr } = await run(aRoot(), ...flags);
    expect(exit).toBe(2);
    expect(stderr).toContain(found);
    expect(stderr).toContain("nothing was done");
  });
});
