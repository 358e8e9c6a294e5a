import { expect, it } from "vitest";
import { readOnce } from "../../../src/prompts/reading/read-once.ts";

it("what is read again is what was read before, whatever happened to the file meanwhile [F13]", () => {
  const bytes = new TextEncoder();
  const disk = new Map([["a", bytes.encode("before")]]);
  const files = readOnce({ list: () => [...disk.keys()], read: (path) => disk.get(path) });
  const first = files.read("a");
  expect(files.read("b")).toBeUndefined();
  disk.set("a", bytes.encode("after"));
  disk.set("b", bytes.encode("new"));
  expect(files.read("a")).toBe(first);
  expect(files.read("b")).toBeUndefined();
});
