import { type AssembledRelease, assembleRelease } from "../../src/deployment/releases/assemble-release.ts";
import { findLockedFiles } from "../../src/deployment/releases/locked-files.ts";
import { memoryFiles } from "../fakes/memory-files.ts";
import { aPromotedRepository, type PromotedVersions } from "./promoted-repository.ts";

/** The release that a repository with these versions gives. */
export function anAssembledRelease(
  tasks: Readonly<Record<string, PromotedVersions>> = { support_reply: { "1.0.0": "verified" } },
  overrides: { readonly number?: number; readonly commit?: string } = {},
): AssembledRelease {
  const { files, registry } = aPromotedRepository(tasks);
  return assembleRelease({
    service: "prompt-service",
    isServed: () => true,
    registry,
    files: findLockedFiles(memoryFiles(files)),
    commit: "c0ffee",
    ...overrides,
  });
}

/** The files of an assembled release as they lie in its folder. */
export function releaseFolder({ files }: AssembledRelease): Map<string, string> {
  const decoder = new TextDecoder();
  return new Map(files.map(({ path, bytes }) => [path, decoder.decode(bytes)]));
}
