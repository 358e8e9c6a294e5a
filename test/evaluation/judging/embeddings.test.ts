import { describe, expect, it } from "vitest";
import { acme, aModelRequest, serve } from "../../fakes/asked-model.ts";
import { json } from "../../fakes/fake-model-server.ts";

const request = aModelRequest({
  messages: [
    { role: "user", content: "first" },
    { role: "user", content: "second" },
    { role: "user", content: "third" },
  ],
  model: { provider: "acme", name: "embed-1", parameters: { dimensions: 2 } },
});

const body = (data: unknown) => ({ object: "list", data, usage: { prompt_tokens: 9, total_tokens: 9 } });

async function similarities(data: unknown) {
  const server = await serve(json(200, body(data)));
  const reply = await acme(server.url, { endpoint: "embeddings" }).ask(request, new AbortController().signal);
  return { reply, asked: server.asked };
}

describe("a provider of embeddings", () => {
  it("answers with the cosine of the first text with each other, by their index", async () => {
    const { reply, asked } = await similarities([
      { index: 2, embedding: [0, 5] },
      { index: 0, embedding: [1, 0] },
      { index: 1, embedding: [3, 4] },
    ]);
    expect(reply).toMatchObject({ kind: "answer", text: "[0.6,0]", usage: { tokens_in: 9, tokens_out: 0 } });
    expect(asked[0]).toMatchObject({
      path: "/v1/embeddings",
      body: {
        model: "embed-1",
        dimensions: 2,
        input: ["first", "second", "third"],
        encoding_format: "float",
      },
    });
  });

  it.each([
    ["no list", "none"],
    ["too few", [{ index: 0, embedding: [1] }]],
    ["one place twice", [0, 0, 1].map((index) => ({ index, embedding: [1] }))],
    ["vectors of different lengths", [[1], [1, 2], [1]].map((embedding, index) => ({ index, embedding }))],
    ["text for numbers", [["a"], ["b"], ["c"]].map((embedding, index) => ({ index, embedding }))],
    ["empty vectors", [[], [], []].map((embedding, index) => ({ index, embedding }))],
    ["a place far away", [0, 1, 4_000_000_000].map((index) => ({ index, embedding: [1] }))],
  ])("is malformed with %s", async (_, data) => {
    const { reply } = await similarities(data);
    expect(reply).toMatchObject({ kind: "error", class: "malformed_response" });
  });
});
