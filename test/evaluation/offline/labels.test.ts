import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/prompts/reading/json.ts";
import { anOfflineRequest } from "../../builders/offline-request.ts";
import { answerOffline } from "./read-offline.ts";

const INDUSTRY: JsonObject = {
  type: "string",
  oneOf: [
    { const: "rail", description: "Trains, trams and track." },
    { const: "marine", description: "Ships and harbours." },
    { const: "food", description: "Dairies and breweries." },
  ],
};

type Parts = Omit<Parameters<typeof anOfflineRequest>[0], "output" | "text">;

async function label(text: string, parts: Parts = {}, output: JsonObject = INDUSTRY): Promise<string> {
  return (await answerOffline(anOfflineRequest({ text, output, ...parts }))).text;
}

describe("choosing a label", () => {
  it("answers with the plain label, not with JSON", async () => {
    expect(await label("marine paint")).toBe("marine");
  });

  it("takes the label whose description speaks of the text", async () => {
    expect(await label("Cranes of harbours")).toBe("marine");
  });

  it("takes the label whose glossary term is in the text", async () => {
    expect(await label("Ersatzteil, Fähre", { glossary: "- marine: Kutter, Fähre" })).toBe("marine");
  });

  it("takes the label of the demonstration that is most alike", async () => {
    expect(await label("Churn spindle, oak", { demonstrations: [["Churn lid", "food"]] })).toBe("food");
  });

  it("ignores accents and case", async () => {
    expect(await label("ELECTROVANNE", { glossary: "- food: électrovanne" })).toBe("food");
  });

  it("finds a term at the end of a German compound", async () => {
    expect(await label("Autofähre", { glossary: "- marine: Fähre" })).toBe("marine");
  });

  it("does not find a term in the middle of another word", async () => {
    expect(await label("restaurants", { glossary: "- food: taura" })).toBe("rail");
  });

  it("takes the first label where nothing speaks for any", async () => {
    expect(await label("0815")).toBe("rail");
  });

  it("takes the label that says other where nothing speaks for any", async () => {
    const output = { type: "string", enum: ["relay", "valve", "other"] };
    expect(await label("0815", {}, output)).toBe("other");
  });

  it("lets schema order decide between labels with equal evidence", async () => {
    expect(await label("food, rail")).toBe("rail");
  });

  it("does not take the glossary in the last user message for the text", async () => {
    expect(await label("- rail: Waggon\nMolkerei, food")).toBe("food");
  });

  it("keeps the case of terms of up to three letters", async () => {
    const output = { type: "string", enum: ["unknown", "NO", "NC"] };
    expect(await label("No. 1234 nc", {}, output)).toBe("unknown");
  });

  it("prefers the longer of two labels in one place", async () => {
    const output = { type: "string", enum: ["steel", "stainless steel"] };
    expect(await label("Stainless steel ring", {}, output)).toBe("stainless steel");
  });
});
