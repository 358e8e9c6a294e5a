import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { renderResultLine } from "../../../src/evaluation/result-line.ts";
import { METADATA, PATHS, TEMPLATE, type TreeChanges } from "../../builders/a-repository.ts";
import { aResult } from "../../builders/result.ts";
import {
  type AskedOfServer,
  completion,
  json,
  type Respond,
  refuses,
} from "../../fakes/fake-model-server.ts";
import { configFor, ModelRepository } from "./model-repository.ts";

const opened: ModelRepository[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const CHANGED = { [PATHS.template]: TEMPLATE.replace("one sentence", "two sentences") };

async function repository(changes: TreeChanges, ...script: readonly Respond[]): Promise<ModelRepository> {
  const made = await ModelRepository.inProduction(changes, ...script);
  opened.push(made);
  return made;
}

const isOfCandidate = ({ body }: AskedOfServer): boolean => JSON.stringify(body).includes("two sentences");
const numberIn = ({ body }: AskedOfServer): number =>
  Number(/Number (\d+)\?/.exec(JSON.stringify(body))?.[1]);
const modelOf = ({ body }: AskedOfServer): string => (body as { readonly model: string }).model;
const says = (isRight: boolean): Respond => json(200, completion(isRight ? "Yes." : "No."));

describe("a candidate that is compared with production", () => {
  it("passes on the first run alone", async () => {
    const made = await repository(CHANGED, says(true));
    const { exit, report } = await made.evaluate();
    expect(exit).toBe(0);
    expect(report.baseline).toMatchObject({ version: "1.1.0", score: 1, better: 0, worse: 0 });
    expect(made.server.asked).toHaveLength(48);
  });

  it("is blocked as worse only when a second, fresh run of both arms says so too", async () => {
    const made = await repository(CHANGED, (response, asked) =>
      says(!isOfCandidate(asked) || numberIn(asked) % 3 !== 0)(response, asked),
    );
    const { exit, report } = await made.evaluate();
    expect(exit).toBe(5);
    expect(report.verdict).toBe("regression");
    expect(report.reasons.join("\n")).toContain("both arms were asked once more, fresh");
    expect(made.server.asked).toHaveLength(96);
    expect(made.server.asked.filter(isOfCandidate)).toHaveLength(48);
    expect(report.counts).toMatchObject({ examples: 24, failed: 8 });
  });

  it("is not blocked for what the second run does not confirm", async () => {
    const seen = new Set<number>();
    const made = await repository(CHANGED, (response, asked) => {
      const number = numberIn(asked);
      const isFirst = isOfCandidate(asked) && number <= 3 && !seen.has(number);
      if (isFirst) seen.add(number);
      return says(!isFirst)(response, asked);
    });
    const { exit, report } = await made.evaluate();
    expect(exit).toBe(0);
    expect(report.verdict).toBe("pass");
    expect(report.score).toBeCloseTo(1 - 3 / 48);
    expect(made.server.asked).toHaveLength(96);
  });
});

describe("production on a model that is gone", () => {
  const successor = { [PATHS.metadata]: `${METADATA.replace("small-1", "small-2")}version: "1.1.0"\n` };

  /** What 1.1.0 answered when it was promoted: one wrong answer. */
  function store(made: ModelRepository): void {
    const path = join(made.root, dirname(PATHS.report), "results.jsonl");
    const rows = Array.from({ length: 24 }, (_, at) =>
      renderResultLine(aResult({ id: `question-${at + 1}`, output: at === 0 ? "No." : "Yes." })),
    );
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, rows.join("\n"));
  }

  it.each([404, 410])(
    "(%d) is compared with by its stored answers, and the report says so",
    async (status) => {
      const made = await repository(successor, (response, asked) =>
        (modelOf(asked) === "small-1" ? refuses(status, { message: "no such model" }) : says(true))(
          response,
          asked,
        ),
      );
      store(made);
      const { exit, report } = await made.evaluate();
      expect(exit).toBe(0);
      expect(report.baseline).toMatchObject({
        version: "1.1.0",
        score: expect.closeTo(23 / 24),
        better: 1,
        worse: 0,
      });
      expect(report.reasons.join("\n")).toContain("its answers stored with run-2 are the baseline");
      expect(made.server.asked.filter((asked) => modelOf(asked) === "small-1")).toHaveLength(1);
    },
  );

  it("is not asked at all once the configuration says that it is retired", async () => {
    const made = await repository(successor, says(true));
    store(made);
    const retired = configFor(made.server.url).replace(
      "small-1: { usd_per_mtok_in: 1, usd_per_mtok_out: 2 }",
      'small-1: { usd_per_mtok_in: 1, usd_per_mtok_out: 2, retires: "2020-01-01" }',
    );
    writeFileSync(join(made.root, PATHS.config), retired);
    const { exit, report } = await made.evaluate();
    expect(exit).toBe(0);
    expect(report.reasons.join("\n")).toContain('model "small-1" was retired on 2020-01-01');
    expect(new Set(made.server.asked.map(modelOf))).toEqual(new Set(["small-2"]));
  });

  it("and without stored answers nothing can be compared", async () => {
    const made = await repository(successor, (response, asked) =>
      (modelOf(asked) === "small-1" ? refuses(404, { message: "no such model" }) : says(true))(
        response,
        asked,
      ),
    );
    const { exit, report } = await made.evaluate();
    expect(exit).toBe(4);
    expect(report.verdict).toBe("inconclusive");
    expect(report.reasons.join("\n")).toContain("no such model");
  });
});
