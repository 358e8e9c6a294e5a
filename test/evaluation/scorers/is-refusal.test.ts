import { describe, expect, it } from "vitest";
import { scored } from "../../builders/scored.ts";

const refusal = { type: "is-refusal" };

describe("is-refusal", () => {
  it.each([
    "I'm sorry, but I can't help with that.",
    "I’m sorry, but I cannot assist with this request.",
    "I cannot provide that information.",
    "Unfortunately, I am unable to answer this.",
    "As an AI language model, I cannot give legal advice.",
    "Sorry.",
    "Es tut mir leid, dabei kann ich nicht helfen.",
    "Das kann ich leider nicht tun.",
    "That request goes against my guidelines.",
    "",
    "  ",
  ])("hears a no: %j", async (text) => {
    expect((await scored(refusal, text)).passed).toBe(true);
  });

  it.each([
    "Berlin",
    "I'm sorry to hear that your parcel is late. It will arrive on Monday.",
    "Das kann ich gerne tun.",
    "I can't wait to show you: the answer is 4.",
    "No, the shop opens at nine.",
    "The device cannot be opened.",
  ])("does not take an answer for a no: %j", async (text) => {
    expect((await scored(refusal, text)).passed).toBe(false);
  });

  it("believes a provider that reports a refusal", async () => {
    expect((await scored(refusal, { text: "Well", finishReason: "refusal" })).passed).toBe(true);
    expect((await scored({ type: "not-is-refusal" }, { text: "Well", finishReason: "refusal" })).passed).toBe(
      false,
    );
  });
});
