import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createResultsFile,
  type ResultsFile,
  type RowKey,
  resumeResultsFile,
} from "../../../src/evaluation/adapters/results-file.ts";
import { renderResultLine } from "../../../src/evaluation/result-line.ts";
import { runResult } from "../../../src/evaluation/run-result.ts";
import { anAnswer } from "../../builders/answer.ts";
import { aResult } from "../../builders/result.ts";
import { aCallError, runScripted, units } from "../../fakes/scripted-run.ts";

let folder: string;
const place = (digest = "d1") => ({
  path: join(folder, "runs", "results.jsonl"),
  headerPath: join(folder, "scratch", "header.json"),
  digest,
});
const order = (count: number): readonly RowKey[] => units(count).map(({ id }) => ({ id, repeat: 1 }));
const lines = () => readFileSync(place().path, "utf8").split("\n").slice(0, -1);
const idsOnDisk = () => lines().map((line) => (JSON.parse(line) as { id: string }).id);

function resumed(): { readonly file: ResultsFile; readonly kept: number } {
  const opened = resumeResultsFile(place());
  if (opened.kind === "refused") throw new Error(opened.found);
  return opened;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "results-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("results on disk", () => {
  it("every result is on disk as soon as it came", () => {
    const file = createResultsFile(place());
    file.append(aResult({ id: "e2" }));
    expect(lines()).toEqual([renderResultLine(aResult({ id: "e2" }))]);
    file.close();
  });

  it("are in example order at the end, whatever the order of arrival [P21]", () => {
    const file = createResultsFile(place());
    for (const id of ["e3", "e1", "e2"]) file.append(aResult({ id }));
    file.finish(order(3));
    expect(idsOnDisk()).toEqual(["e1", "e2", "e3"]);
    expect(existsSync(`${place().path}.tmp`)).toBe(false);
  });

  it("of a newer attempt replace those of an older one", () => {
    const file = createResultsFile(place());
    file.append(aResult({ id: "e1", output: "old" }));
    file.append(aResult({ id: "e1", output: "neu – ü" }));
    expect([...file.rows(order(1))].map(({ output }) => output)).toEqual(["neu – ü"]);
    file.finish(order(1));
    expect(lines()).toHaveLength(1);
  });

  it("of examples that are no longer asked for are dropped", () => {
    const file = createResultsFile(place());
    for (const id of ["e1", "e9"]) file.append(aResult({ id }));
    file.finish(order(2));
    expect(idsOnDisk()).toEqual(["e1"]);
  });

  it("a new run does not keep rows of an old one", () => {
    const old = createResultsFile(place());
    old.append(aResult({ id: "e1" }));
    old.close();
    createResultsFile(place()).finish(order(1));
    expect(lines()).toEqual([]);
  });
});

describe("a resumed run", () => {
  it("drops a last line that was cut off and keeps the rest [P17]", () => {
    const file = createResultsFile(place());
    for (const id of ["e1", "e2"]) file.append(aResult({ id }));
    file.close();
    const { path } = place();
    truncateSync(path, readFileSync(path).length - 9);
    const { file: again, kept } = resumed();
    expect(kept).toBe(1);
    expect(again.has({ id: "e2", repeat: 1 })).toBe(false);
    again.append(aResult({ id: "e2" }));
    again.finish(order(2));
    expect(idsOnDisk()).toEqual(["e1", "e2"]);
  });

  it("asks only for what is missing or failed for want of a provider [P17]", async () => {
    const first = createResultsFile(place());
    await runScripted({
      units: units(100),
      limits: { attempts: 1, concurrency: 4 },
      answer: async ({ call }) => (call <= 60 ? anAnswer() : aCallError()),
      settle: (unit, outcome) => first.append(runResult(unit.id, unit.repeat, outcome, { scores: [] })),
    });
    first.close();
    const { file, kept } = resumed();
    expect(kept).toBe(60);
    const run = await runScripted({
      units: units(100).filter((unit) => !file.has(unit)),
      answer: async () => anAnswer(),
      settle: (unit, outcome) => file.append(runResult(unit.id, unit.repeat, outcome, { scores: [] })),
    });
    expect(run.asked).toHaveLength(40);
    file.finish(order(100));
    expect(idsOnDisk()).toEqual(order(100).map(({ id }) => id));
  });

  it("refuses rows that answer something else [P18]", () => {
    createResultsFile(place("d1")).close();
    expect(resumeResultsFile(place("d2"))).toMatchObject({
      kind: "refused",
      found: "the unfinished run asked something else (digest d1, now d2)",
    });
  });

  it("refuses where no run was begun [P18]", () => {
    expect(resumeResultsFile(place()).kind).toBe("refused");
  });

  it("skips lines that are no rows", () => {
    createResultsFile(place()).close();
    appendFileSync(place().path, `not json\n{"id":"e1"}\n${renderResultLine(aResult({ id: "e2" }))}\n`);
    const { file, kept } = resumed();
    expect(kept).toBe(1);
    file.close();
  });
});
