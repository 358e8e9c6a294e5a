import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../src/prompts/reading/json.ts";
import { anOfflineRequest } from "../../builders/offline-request.ts";
import { readOffline } from "./read-offline.ts";

const feature = (name: string, value: JsonObject, unit?: readonly string[]): JsonObject => ({
  type: "object",
  required: ["name", "value", ...(unit === undefined ? [] : ["unit"])],
  properties: { name: { const: name }, value, ...(unit === undefined ? {} : { unit: { enum: unit } }) },
});

async function features(text: string, variants: readonly JsonObject[], glossary = ""): Promise<Json> {
  return readOffline(
    anOfflineRequest({ text, glossary, output: { type: "array", items: { oneOf: variants } } }),
  );
}

const NUMBER: JsonObject = { type: "number" };

describe("reading a list of features", () => {
  it("takes the number that stands beside the unit", async () => {
    expect(await features("6205 bearing, 24 V", [feature("voltage", NUMBER, ["V"])])).toEqual([
      { name: "voltage", value: 24, unit: "V" },
    ]);
  });

  it("reads a unit that touches its number, by the glossary's word for it", async () => {
    expect(await features("G2R 24VDC", [feature("voltage", NUMBER, ["V"])], "- V: VDC")).toEqual([
      { name: "voltage", value: 24, unit: "V" },
    ]);
  });

  it("reads a decimal comma as a point", async () => {
    expect(await features("0,75 kW", [feature("power", NUMBER, ["kW"])])).toEqual([
      { name: "power", value: 0.75, unit: "kW" },
    ]);
  });

  it("leaves a feature out whose required unit is not there", async () => {
    expect(await features("24", [feature("voltage", NUMBER, ["V"])])).toEqual([]);
  });

  it("gives a number with a shared unit to the feature that is named beside it", async () => {
    const variants = [feature("stroke", NUMBER, ["mm"]), feature("bore", NUMBER, ["mm"])];
    expect(await features("bore 32 mm, stroke 50 mm", variants)).toEqual([
      { name: "stroke", value: 50, unit: "mm" },
      { name: "bore", value: 32, unit: "mm" },
    ]);
  });

  it("gives a number to nobody when two features have an equal claim", async () => {
    const variants = [feature("stroke", NUMBER, ["mm"]), feature("bore", NUMBER, ["mm"])];
    expect(await features("8 mm", variants)).toEqual([]);
  });

  it("takes the first match of a pattern that stands as a word", async () => {
    const protection = feature("protection", { type: "string", pattern: "^IP\\d{2}K?$" });
    expect(await features("XIP65, IP67/IP68", [protection])).toEqual([{ name: "protection", value: "IP67" }]);
  });

  it("takes a capture group as the value", async () => {
    const width = feature("width", { type: "string", pattern: "DN ?(\\d+)" });
    expect(await features("valve DN 25", [width])).toEqual([{ name: "width", value: "25" }]);
  });

  it("generalises examples to their shape", async () => {
    const thread = feature("thread", { type: "string", examples: ["M12", "G 1/4"] });
    expect(await features("sensor G3/8", [thread])).toEqual([{ name: "thread", value: "G3/8" }]);
  });

  it("does not take digits of a code for a number", async () => {
    expect(await features("RM1A23, 50 A", [feature("current", NUMBER, ["A"])])).toEqual([
      { name: "current", value: 50, unit: "A" },
    ]);
  });

  it("reads from the heading of the line where a value stands", async () => {
    const seal: JsonObject = {
      type: "object",
      required: ["seal", "source"],
      properties: { seal: { enum: ["2RS", "ZZ"] }, source: { enum: ["title", "part_number"] } },
    };
    expect(await features("Title: bearing\nPart number: 6205-2RS", [seal])).toEqual([
      { seal: "2RS", source: "part_number" },
    ]);
  });

  it("follows a reference into the schema's own definitions", async () => {
    const output: JsonObject = {
      type: "object",
      required: ["material"],
      $defs: { material: { enum: ["brass", "steel"] } },
      properties: { material: { $ref: "#/$defs/material" } },
    };
    expect(await readOffline(anOfflineRequest({ text: "steel ring", output }))).toEqual({
      material: "steel",
    });
  });

  it("reads every label of a list of labels once, in text order", async () => {
    const output: JsonObject = { type: "array", items: { enum: ["red", "green", "blue"] } };
    expect(await readOffline(anOfflineRequest({ text: "green, red and green", output }))).toEqual([
      "green",
      "red",
    ]);
  });
});
