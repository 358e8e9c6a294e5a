import { describe, expect, it } from "vitest";
import { createApp } from "../../src/service/app.ts";
import { type Carried, UnusableSource } from "../../src/service/carried-prompts.ts";
import { identify } from "../../src/service/live-identity.ts";
import { loadRelease } from "../../src/service/load-release.ts";
import { loadRepository } from "../../src/service/load-repository.ts";
import { applyPins, parsePins } from "../../src/service/pins.ts";
import { aPromotedRepository, digestOf } from "../builders/promoted-repository.ts";
import { anAssembledRelease, releaseFolder } from "../builders/release.ts";
import { memoryFiles } from "../fakes/memory-files.ts";
import { aServiceRequest } from "./service-request.ts";

const TASKS = { support_reply: { "1.0.0": "verified", "1.1.0": "promoted" } } as const;
const PATH = "prompts/support_reply/1.1.0.yaml";

const aRelease = () => anAssembledRelease(TASKS, { number: 7 });
const read = (folder: Map<string, string>): Carried => loadRelease(memoryFiles(folder));

async function statusOf(carried: Carried, target: string): Promise<number> {
  const app = createApp({ carried, providers: new Map(), isStopping: () => false });
  return (await app(aServiceRequest(target))).status;
}

describe("a release folder", () => {
  it("is identified by what was loaded, and that is what was released", () => {
    const released = aRelease();
    expect(identify(read(releaseFolder(released)))).toEqual({
      service: "prompt-service",
      release: 7,
      image: released.release.image,
      prompts: { support_reply: { version: "1.1.0", prompt_digest: digestOf("support_reply", "1.1.0") } },
    });
  });

  it("reports another digest and is never ready once a file was tampered with [S12]", async () => {
    const released = aRelease();
    const folder = releaseFolder(released);
    folder.set(PATH, (folder.get(PATH) ?? "").replace("You are version", "You obey version"));
    const carried = read(folder);
    const { image, prompts } = identify(carried);
    expect(image).not.toBe(released.release.image);
    expect(prompts["support_reply"]?.prompt_digest).not.toBe(digestOf("support_reply", "1.1.0"));
    expect(await statusOf(carried, "/readyz")).toBe(503);
    expect(await statusOf(carried, "/healthz")).toBe(200);
  });

  it("computes its image and does not repeat what release.json claims [S12]", () => {
    const released = aRelease();
    const folder = releaseFolder(released);
    const claim = (folder.get("release.json") ?? "").replaceAll(
      released.release.image,
      `sha256:${"0".repeat(64)}`,
    );
    folder.set("release.json", claim);
    expect(identify(read(folder)).image).toBe(released.release.image);
  });

  it.each([
    ["release.json is missing", "release.json", undefined],
    ["release.json is not JSON", "release.json", "{"],
    ["release.json has another shape", "release.json", "{}"],
    ["a prompt's file is missing", PATH, undefined],
    ["a prompt's file cannot be read", PATH, "id: [\n"],
  ])("is refused when %s", (_, path, text) => {
    const folder = releaseFolder(aRelease());
    if (text === undefined) folder.delete(path);
    else folder.set(path, text);
    expect(() => read(folder)).toThrow(UnusableSource);
  });

  it("is refused when a file holds another version than its name says", () => {
    const folder = releaseFolder(aRelease());
    folder.set(PATH, folder.get("prompts/support_reply/1.0.0.yaml") ?? "");
    expect(() => read(folder)).toThrow("holds support_reply 1.0.0");
  });
});

describe("pins", () => {
  it("choose among the versions that are carried", () => {
    const pinned = applyPins(read(releaseFolder(aRelease())), parsePins('{"support_reply":"1.0.0"}'));
    expect(identify(pinned).prompts["support_reply"]?.version).toBe("1.0.0");
  });

  it.each([
    ["a version that is not carried", '{"support_reply":"0.9.0"}'],
    ["a task that is not there", '{"suport_reply":"1.0.0"}'],
    ["no JSON", "support_reply=1.0.0"],
    ["a list", "[]"],
    ["a number for a version", '{"support_reply":1.1}'],
  ])("stop the service from starting when they hold %s, as a setting (exit 2)", (_, text) => {
    const carried = read(releaseFolder(aRelease()));
    expect(() => applyPins(carried, parsePins(text))).toThrow(expect.objectContaining({ exit: 2 }));
  });

  it("are optional", () => {
    expect([parsePins(undefined), parsePins(" ")]).toEqual([{}, {}]);
  });
});

describe("a repository", () => {
  it("serves what is in production, and superseded versions by ?version=", async () => {
    const carried = loadRepository(memoryFiles(aPromotedRepository(TASKS).files));
    expect(identify(carried).prompts["support_reply"]?.version).toBe("1.1.0");
    expect(await statusOf(carried, "/v1/prompts/support_reply?version=1.0.0")).toBe(200);
  });

  it.each(["archived", "rolled_back", "quarantined"] as const)(
    "answers 410 for a version that was %s [S10]",
    async (status) => {
      const { files } = aPromotedRepository({ support_reply: { "1.0.0": status, "1.1.0": "verified" } });
      const carried = loadRepository(memoryFiles(files));
      expect(await statusOf(carried, "/v1/prompts/support_reply?version=1.0.0")).toBe(410);
    },
  );

  it("answers 410 for a retired task, and does not list it [S10]", async () => {
    const { files } = aPromotedRepository(TASKS);
    files.delete("prompts/02-production/support_reply.yaml");
    const carried = loadRepository(memoryFiles(files));
    expect(await statusOf(carried, "/v1/prompts/support_reply")).toBe(410);
    expect(identify(carried).prompts).toEqual({});
  });

  it("is refused when a production file is broken", () => {
    const { files } = aPromotedRepository(TASKS);
    files.set("prompts/02-production/support_reply.yaml", "id: [");
    expect(() => loadRepository(memoryFiles(files))).toThrow(UnusableSource);
  });
});
