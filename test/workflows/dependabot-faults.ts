import { Ajv } from "ajv";
import { parse } from "yaml";
import type { Json } from "../../src/prompts/reading/json.ts";

const texts = { type: "array", items: { type: "string", minLength: 1 }, minItems: 1, uniqueItems: true };
const days = { type: "integer", minimum: 7 };

/** As much of Dependabot's configuration as is used here, and no other key: GitHub says what is wrong with it only after the merge. */
const SCHEMA = {
  type: "object",
  required: ["version", "updates"],
  additionalProperties: false,
  properties: {
    version: { const: 2 },
    updates: {
      type: "array",
      items: {
        type: "object",
        required: ["package-ecosystem", "directory", "schedule", "cooldown", "groups"],
        additionalProperties: false,
        properties: {
          "package-ecosystem": { type: "string" },
          directory: { const: "/" },
          schedule: {
            type: "object",
            required: ["interval"],
            additionalProperties: false,
            properties: {
              interval: { const: "weekly" },
              day: { enum: ["monday", "tuesday", "wednesday", "thursday", "friday"] },
              time: { type: "string", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" },
              timezone: { const: "Etc/UTC" },
            },
          },
          cooldown: {
            type: "object",
            required: ["default-days"],
            additionalProperties: false,
            properties: { "default-days": days, "semver-major-days": days },
          },
          "commit-message": {
            type: "object",
            required: ["prefix"],
            additionalProperties: false,
            properties: { prefix: { type: "string" } },
          },
          "open-pull-requests-limit": { type: "integer", minimum: 1 },
          ignore: {
            type: "array",
            items: {
              type: "object",
              required: ["dependency-name", "update-types"],
              additionalProperties: false,
              properties: {
                "dependency-name": { type: "string", minLength: 2 },
                "update-types": { ...texts, items: { const: "version-update:semver-major" } },
              },
            },
          },
          groups: {
            type: "object",
            minProperties: 1,
            additionalProperties: {
              type: "object",
              required: ["patterns"],
              additionalProperties: false,
              properties: {
                patterns: texts,
                "update-types": { ...texts, items: { enum: ["minor", "patch"] } },
              },
            },
          },
        },
      },
    },
  },
};

const validate = new Ajv({ allErrors: true }).compile<{
  updates: readonly { "package-ecosystem": string }[];
}>(SCHEMA);

/** What is wrong with a dependabot.yml in a repository whose pins are of these kinds, one line each. */
export function dependabotFaults(text: string, pinned: readonly string[]): readonly string[] {
  const value: Json = parse(text);
  if (!validate(value))
    return (validate.errors ?? []).map(({ instancePath, message = "" }) => `${instancePath} ${message}`);
  const raised = value.updates.map((update) => update["package-ecosystem"]);
  return [
    ...pinned.filter((kind) => !raised.includes(kind)).map((kind) => `nobody raises ${kind}`),
    ...raised.filter((kind) => !pinned.includes(kind)).map((kind) => `there is no ${kind} to raise`),
  ];
}
