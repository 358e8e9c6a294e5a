import { expect, it } from "vitest";
import { cutShort } from "../../../src/cli/evaluation/cut-short.ts";

const ASKED = { task: "colour", version: "1.1.0", why: "the provider refused the key" };

it("a live evaluation that did not end says that users have the version where they have it", () => {
  const { exit, message, fix } = cutShort({ ...ASKED, hasTraffic: true });
  expect([exit, message]).toEqual([
    2,
    "the live evaluation of colour did not end: the provider refused the key; users have 1.1.0 already, unevaluated",
  ]);
  expect(fix).toContain("`npm run rollback` takes it back instead");
});

it("and that no traffic was moved where none was", () => {
  const { message, fix } = cutShort({ ...ASKED, hasTraffic: false });
  expect(message).toMatch(/; no traffic was moved$/);
  expect(fix).not.toContain("rollback");
});
