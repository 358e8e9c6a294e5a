import { describe, expect, it } from "vitest";
import type { Answer, Provider, Request } from "../../src/evaluation/request.ts";
import { promptAsker } from "../../src/evaluation/running/asker.ts";
import { answerPlaces } from "../../src/evaluation/running/conversation.ts";
import { prepareScorers } from "../../src/evaluation/scoring/scoring.ts";
import type { ExampleMessage } from "../../src/prompts/examples/example.ts";
import type { Role } from "../../src/prompts/rendering/template.ts";
import { anAnswer } from "../builders/answer.ts";
import { anExample } from "../builders/example.ts";
import { aProductionPrompt } from "../builders/production-prompt.ts";
import { scriptedProvider } from "../fakes/scripted-provider.ts";
import { aCallError } from "../fakes/scripted-run.ts";

const turn = (role: Role, content: string, ...contains: readonly string[]): ExampleMessage => ({
  role,
  content,
  ...(contains.length === 0 ? {} : { assert: contains.map((value) => ({ type: "contains", value })) }),
});

const PROMPT = aProductionPrompt({ messages: [{ role: "system", content: "Be brief." }] });
const TALK = [turn("user", "My name is Ada.", "Hello"), turn("user", "What is my name?", "Ada")];

const ask = (
  provider: Provider,
  messages: readonly ExampleMessage[],
  asker = promptAsker(PROMPT, provider),
) => asker.ask(anExample({ id: "talk", input: {}, messages }), 1, new AbortController().signal);

const said = (request: Request | undefined) =>
  request?.messages.map(({ role, content }) => `${role}: ${content}`);

describe("a conversation", () => {
  it("is asked turn by turn, with the model's own answers in the history", async () => {
    const provider = scriptedProvider([anAnswer({ text: "Hello Ada!" }), anAnswer({ text: "Ada." })]);
    const reply = await ask(provider, TALK);
    expect(provider.asked.map(said)).toEqual([
      ["system: Be brief.", "user: My name is Ada."],
      ["system: Be brief.", "user: My name is Ada.", "assistant: Hello Ada!", "user: What is my name?"],
    ]);
    expect(reply).toMatchObject({ kind: "answer", text: "Ada.", turns: [{ text: "Hello Ada!" }] });
  });

  it("counts what all its answers used and took", async () => {
    const one = anAnswer({ usage: { tokens_in: 10, tokens_out: 3 }, latencyMs: 100 });
    const two = anAnswer({ usage: { tokens_in: 20, tokens_out: 4 }, latencyMs: 50 });
    expect(await ask(scriptedProvider([one, two]), TALK)).toMatchObject({
      usage: { tokens_in: 30, tokens_out: 7 },
      latencyMs: 150,
    });
    const { usage: _, ...unknown } = two;
    expect(await ask(scriptedProvider([one, unknown]), TALK)).not.toHaveProperty("usage");
  });

  it.each([
    ["every turn of a user", ["user", "user", "user"], [0, 1, 2]],
    ["no turn that a scripted answer follows", ["user", "assistant", "user"], [2]],
    ["a user, but not instructions", ["system", "user", "developer", "user"], [1, 3]],
    ["the last of several tools", ["user", "assistant", "tool", "tool"], [3]],
    ["the last turn, whoever has it", ["user", "assistant"], [1]],
  ] as const)("is answered after %s", (_, roles, places) => {
    expect(answerPlaces(roles.map((role) => turn(role, "...")))).toEqual(places);
  });

  it("that broke off goes on where it broke off", async () => {
    const replies = [anAnswer({ text: "Hello Ada!" }), aCallError(), anAnswer({ text: "Ada." })];
    const provider = scriptedProvider(replies);
    const asker = promptAsker(PROMPT, provider);
    expect((await ask(provider, TALK, asker)).kind).toBe("error");
    expect(await ask(provider, TALK, asker)).toMatchObject({ text: "Ada.", turns: [{ text: "Hello Ada!" }] });
    expect(provider.asked).toHaveLength(3);
    expect(said(provider.asked[2])).toEqual(said(provider.asked[1]));
  });
});

describe("asserts of a turn", () => {
  const score = prepareScorers([]);
  const scores = async (turns: readonly string[], last: string, messages = TALK) => {
    const answer: Answer = anAnswer({ text: last, turns: turns.map((text) => anAnswer({ text })) });
    return (await score(anExample({ input: {}, messages }), answer, null)).scores;
  };

  it("judge the answer given after it, and no other", async () => {
    expect(await scores(["Hello Ada!"], "You are Ada.")).toMatchObject([{ passed: true, value: 1 }]);
    expect(await scores(["You are Ada."], "Hello!")).toMatchObject([{ passed: false, value: 0 }]);
    expect(await scores(["Hi."], "Ada.")).toMatchObject([
      { passed: false, value: 0.5, why: expect.stringContaining("turn 1") },
    ]);
  });

  it("wait for the next answer where none follows at once", async () => {
    const messages = [turn("system", "Mention Ada.", "Ada"), turn("user", "Who?"), turn("user", "Sure?")];
    expect(await scores(["Ada."], "Yes.", messages)).toMatchObject([{ passed: true }]);
  });

  it("are left out where the answer to their turn is not known", async () => {
    expect(await scores([], "Ada.")).toMatchObject([{ kind: "scored", passed: true, value: 1 }]);
  });
});
