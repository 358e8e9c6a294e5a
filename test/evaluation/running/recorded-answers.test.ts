import { describe, expect, it } from "vitest";
import { parseRecordedAnswers } from "../../../src/evaluation/running/recorded-answers.ts";
import { renderProblem } from "../../../src/prompts/problem.ts";

const wanted = {
  repeats: new Map([
    ["hours", 2],
    ["price", 2],
  ]),
};
const parse = (text: string) => parseRecordedAnswers("out.jsonl", new TextEncoder().encode(text), wanted);
const problems = (text: string) => parse(text).problems.map(renderProblem);

describe("answers that were made elsewhere", () => {
  it("are taken as text, or as compact JSON where they are not text", () => {
    const answers = parse('{"id":"hours","output":"At nine."}\n{"id":"price","output":{"a": [1, null]}}\n');
    expect(answers.problems).toEqual([]);
    expect(answers.reply("hours", 1)).toMatchObject({ kind: "answer", text: "At nine." });
    expect(answers.reply("price", 1)).toMatchObject({ kind: "answer", text: '{"a":[1,null]}' });
  });

  it("are told apart by repeat", () => {
    const answers = parse('{"id":"hours","repeat":2,"output":"b"}\n{"id":"hours","repeat":1,"output":"a"}\n');
    expect(answers.reply("hours", 1)).toMatchObject({ text: "a" });
    expect(answers.reply("hours", 2)).toMatchObject({ text: "b" });
  });

  it("that are missing are errors without a score, not failures", () => {
    expect(parse("").reply("hours", 1)).toMatchObject({ kind: "error", class: "request_rejected" });
  });

  it("for an unknown example are a problem with a hint", () => {
    expect(problems('{"id":"hour","output":""}')).toEqual([
      'out.jsonl:1:7: error[invalid-value] no example has the id "hour". Did you mean "hours"?',
    ]);
  });

  it("for one example twice without repeat are a problem that names both lines", () => {
    expect(problems('{"id":"hours","output":"a"}\n\n{"id":"hours","output":"b"}')).toEqual([
      'out.jsonl:3:7: error[duplicate-example] "hours" is answered a second time (first in line 1). Add "repeat", or remove one of the two.',
    ]);
  });

  it("for a repeat that is not asked for are a problem", () => {
    expect(problems('{"id":"hours","repeat":3,"output":"a"}')[0]).toContain(
      "repeat 3, but the example is asked 2 times",
    );
  });

  it("with several mistakes have all of them reported", () => {
    const found = problems(
      '{"id":"hours"}\n{"id":5,"output":""}\nnonsense\n{"id":"hours","output":1,"score":1}',
    );
    expect(found.map((line) => line.split(" ")[0])).toEqual([
      "out.jsonl:3:1:",
      "out.jsonl:1:1:",
      "out.jsonl:2:7:",
      "out.jsonl:4:26:",
    ]);
  });
});
