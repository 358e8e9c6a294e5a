import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { METADATA, PATHS } from "../../builders/a-repository.ts";
import { answers, type Respond, refuses } from "../../fakes/fake-model-server.ts";
import { ModelRepository } from "./model-repository.ts";

/** Somebody who must appear nowhere: in a question, a tag, an answer, and in what the provider says when it refuses. */
const PERSON = "Erika Mustermann";
/** The examples themselves, and the scratch folder that never leaves the machine. */
const OWN_PLACES = /\/prompts\/01-examples\/|\/\.pipeline\//;

const opened: ModelRepository[] = [];
const folders: string[] = [];

const LINES = Array.from({ length: 24 }, (_, at) =>
  JSON.stringify({
    id: `q-${at}`,
    input: { question: `Is ${PERSON} number ${at}?` },
    expected: "Yes.",
    tags: [PERSON],
    description: `asked by ${PERSON}`,
  }),
);

const repository = (...script: readonly Respond[]): Promise<ModelRepository> =>
  repositoryOf(LINES, ...script);

async function repositoryOf(
  lines: readonly string[],
  ...script: readonly Respond[]
): Promise<ModelRepository> {
  const metadata = METADATA.replace("task: support_reply\n", "task: support_reply\ndata: personal\n");
  const made = await ModelRepository.open(
    { [PATHS.metadata]: metadata, [PATHS.examples]: `${lines.join("\n")}\n` },
    ...script,
  );
  opened.push(made);
  return made;
}

function outFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "reports-"));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function expectNobody(made: ModelRepository, out: string, ...printed: readonly string[]): void {
  const reports = readdirSync(out).map((name) => [name, readFileSync(join(out, name), "utf8")] as const);
  const files = [...made.files()].filter(([path]) => !OWN_PLACES.test(path));
  expect(reports).toHaveLength(5);
  for (const [path, text] of [...files, ...reports]) expect(text.includes("Mustermann"), path).toBe(false);
  for (const text of printed) expect(text).not.toContain("Mustermann");
}

describe("a person in data that is called personal", () => {
  it("appears in no record, no report and nothing that is printed, whatever the model says", async () => {
    const made = await repository(answers(`${PERSON} says no.`));
    const out = outFolder();
    const { exit, stdout, stderr } = await made.run([
      "--all",
      "--out",
      out,
      "--report",
      "json,jsonl,junit,html,markdown",
    ]);
    expect(exit).toBe(5);
    expectNobody(made, out, stdout, stderr);
  });

  it("appears nowhere when the provider quotes what it refuses", async () => {
    const made = await repository(refuses(400, { message: `cannot answer about ${PERSON}` }));
    const out = outFolder();
    const { exit, stdout, stderr } = await made.run([
      "--all",
      "--out",
      out,
      "--debug",
      "--report",
      "json,jsonl,junit,html,markdown",
    ]);
    expect(exit).toBe(4);
    expectNobody(made, out, stdout, stderr);
  });

  it("appears in no text about a line that is broken", async () => {
    const broken = `{"id": "q-24", "input" "${PERSON}"}`;
    const unknown = `{"id": "q-25", "input": {"question": "?"}, "expected": "Yes.", "${PERSON}": 1}`;
    const made = await repositoryOf([...LINES, broken, unknown]);
    const { exit, stdout, stderr } = await made.run(["--all", "--debug"]);
    expect(exit).toBe(3);
    const file = PATHS.examples.replaceAll(".", "\\.");
    expect(stderr).toMatch(new RegExp(`${file}:25:\\d+: error\\[json-syntax\\] `));
    expect(stderr).toMatch(new RegExp(`${file}:26:\\d+: error\\[unknown-key\\] `));
    expect(stdout + stderr).not.toContain("Mustermann");
  });

  it("appears in no text about answers that were made elsewhere", async () => {
    const made = await repository();
    const outputs = join(outFolder(), "answers.jsonl");
    writeFileSync(outputs, `{"id": "q-0", "output" "${PERSON}"}\n{"id": "${PERSON}", "output": "Yes."}\n`);
    const { exit, stdout, stderr } = await made.run(["--task", "support_reply", "--outputs", outputs]);
    expect(exit).toBe(3);
    expect(stderr).toContain("error[invalid-value]");
    expect(stdout + stderr).not.toContain("Mustermann");
  });

  it("goes into no shard", async () => {
    const made = await repository(answers("Yes."));
    const { exit, stderr } = await made.run(["--all", "--shard", "1/2"]);
    expect(exit).toBe(2);
    expect(stderr).toContain("personal data");
    expect(made.server.asked).toEqual([]);
  });
});
