import { describe, expect, it } from "vitest";
import type { Result } from "../../src/evaluation/result.ts";
import { rescore } from "../../src/evaluation/scoring/rescore.ts";
import { prepareScorers } from "../../src/evaluation/scoring/scoring.ts";
import type { Example } from "../../src/prompts/examples/example.ts";
import { anExample } from "../builders/example.ts";
import { aResult } from "../builders/result.ts";

const SCORERS = [{ type: "equals" }];
const EXAMPLES = ["a", "b"].map((id) => anExample({ id, expected: "Yes." }));

const row = (id: string, output: string, passed: boolean, repeat = 1): Result =>
  aResult({
    id,
    repeat,
    output,
    scores: [{ kind: "scored", scorer: "equals", value: passed ? 1 : 0, passed, why: "" }],
  });

const rescored = (rows: readonly Result[], examples: readonly Example[] = EXAMPLES, repeats = 1) =>
  rescore({ examples, repeats, scorers: SCORERS, score: prepareScorers(SCORERS) }, rows);

const SOUND = { differing: [], incomplete: [], unknown: [] };

describe("recorded scores", () => {
  it("hold where they are what the answers give", async () => {
    expect(await rescored([row("a", "Yes.", true), row("b", "No.", false)])).toEqual(SOUND);
  });

  it("do not hold where a wrong answer is recorded as right", async () => {
    expect((await rescored([row("a", "Yes.", true), row("b", "No.", true)])).differing).toEqual(["b"]);
  });

  it("do not hold where an answer is hidden behind an error of the scorer", async () => {
    const hidden = aResult({ id: "b", output: "No.", scores: [], error: { class: "harness", message: "" } });
    expect((await rescored([row("a", "Yes.", true), hidden])).differing).toEqual(["b"]);
  });

  it("hold for calls that no answer came back from", async () => {
    const lost = aResult({
      id: "b",
      output: null,
      scores: [],
      error: { class: "provider_transient", message: "" },
    });
    expect(await rescored([row("a", "Yes.", true), lost])).toEqual(SOUND);
  });

  it("leave out nothing: an example without all its repeats, and a row that nobody asked for", async () => {
    const rows = [
      row("a", "Yes.", true),
      row("a", "Yes.", true, 2),
      row("b", "No.", false),
      row("c", "", false),
    ];
    expect(await rescored(rows, EXAMPLES, 2)).toMatchObject({ incomplete: ["b"], unknown: ["c"] });
  });
});
