import { describe, expect, it } from "vitest";
import { namesDigest } from "../../src/prompts/records/base-image.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

describe("a base image is the same one at every build", () => {
  it.each([
    `node@${DIGEST}`,
    `node:26-alpine@${DIGEST}`,
    `123456789012.dkr.ecr.eu-central-1.amazonaws.com/node@${DIGEST}`,
  ])("%s", (image) => {
    expect(namesDigest(image)).toBe(true);
  });

  it.each([
    "",
    "node",
    "node:26-alpine",
    DIGEST,
    `@${DIGEST}`,
    "node@sha256:abc",
    `node@${DIGEST}0`,
    `a node@${DIGEST}`,
  ])('not by the name "%s"', (image) => {
    expect(namesDigest(image)).toBe(false);
  });
});
