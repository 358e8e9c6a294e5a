import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { createDiskFiles } from "../../src/prompts/adapters/disk-files.ts";
import { renderProblem } from "../../src/prompts/problem.ts";
import { readRepository } from "../../src/prompts/repository.ts";
import { UnreadableFile } from "../../src/prompts/repository-files.ts";
import { validateRepository } from "../../src/validation/validate.ts";
import { aRepository, PATHS, writeTree } from "../builders/a-repository.ts";
import { beginningsOf } from "../builders/broken-file.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "outside-"));
  folders.push(folder);
  return folder;
}

/** The valid repository on disk, with the examples out of the way. */
function withoutExamples(): { readonly root: string; readonly examples: string } {
  const root = writeTree(aRepository());
  folders.push(root);
  rmSync(join(root, PATHS.examples));
  return { root, examples: join(root, PATHS.examples) };
}

/** Permissions mean nothing to root, who becomes somebody else for the while. */
function asNobody(work: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

const linesOf = (root: string): readonly string[] =>
  validateRepository(readRepository(createDiskFiles(root))).problems.map(renderProblem);

const unreadable = (found: string): readonly string[] => [
  `${PATHS.examples}:1:1: error[file-unreadable] ${found}. Put a regular UTF-8 file inside the repository there.`,
];

it("a repository on disk reads as it was written", () => {
  const root = writeTree(aRepository());
  folders.push(root);
  expect(linesOf(root)).toEqual([]);
});

it("a link out of the tree is named with its target, and not followed [F3]", () => {
  const { root, examples } = withoutExamples();
  const secret = join(aFolder(), "secret.jsonl");
  writeFileSync(secret, '{"id":"secret","input":{}}\n');
  symlinkSync(secret, examples);
  expect(linesOf(root)).toEqual(unreadable(`it is a symbolic link to ${secret}`));
});

it("a dangling link and a link to itself are problems [F3]", () => {
  for (const target of ["nowhere.jsonl", "questions.jsonl"]) {
    const { root, examples } = withoutExamples();
    symlinkSync(target, examples);
    expect(linesOf(root)).toEqual(unreadable(`it is a symbolic link to ${target}`));
  }
});

it("a linked folder is not entered [F3]", () => {
  const { root } = withoutExamples();
  const outside = aFolder();
  writeFileSync(join(outside, "more.jsonl"), "{");
  symlinkSync(outside, join(root, "prompts/01-examples/linked"));
  const beginnings = [
    "prompts/01-examples/linked:1:1: error[file-misplaced] no command reads",
    "prompts/03-metadata/support_reply.yaml:1:1: error[missing-file] the task has no examples",
  ];
  expect(beginningsOf(linesOf(root), beginnings)).toEqual(beginnings);
});

it("a folder of the tree that is a link out of it is not read [F3]", () => {
  const root = aFolder();
  const outside = writeTree(aRepository());
  folders.push(outside);
  symlinkSync(join(outside, "prompts"), join(root, "prompts"));
  expect(() => createDiskFiles(root).read(PATHS.template)).toThrow(
    "its folder is a link out of the repository",
  );
});

it("a path cannot climb out of the root [F2]", () => {
  const { root } = withoutExamples();
  writeFileSync(join(aFolder(), "x"), "x");
  expect(() => createDiskFiles(join(root, "prompts")).read(`../${PATHS.config}`)).toThrow(UnreadableFile);
});

it("a FIFO is refused and does not hang [F3]", () => {
  const { root, examples } = withoutExamples();
  execFileSync("mkfifo", [examples]);
  expect(linesOf(root)).toEqual(unreadable("it is not a regular file"));
}, 5_000);

it("a FIFO that takes a file's place after the file was listed is refused and does not hang [F3]", () => {
  const { root, examples } = withoutExamples();
  writeFileSync(examples, "{}\n");
  const files = createDiskFiles(root);
  expect(files.list("prompts/01-examples")).toEqual([PATHS.examples]);
  rmSync(examples);
  execFileSync("mkfifo", [examples]);
  expect(() => files.read(PATHS.examples)).toThrow(
    expect.objectContaining({ message: `cannot read ${PATHS.examples} (ESPIPE); nothing was done` }),
  );
}, 5_000);

it("files of any size are read whole", () => {
  const root = aFolder();
  mkdirSync(join(root, "d"));
  const sizes = [0, 1, 65_535, 65_536, 65_537, 200_000];
  for (const size of sizes) writeFileSync(join(root, "d", String(size)), "é".repeat(size).slice(0, size));
  const files = createDiskFiles(root);
  const read = () => sizes.map((size) => new TextDecoder().decode(files.read(`d/${size}`)).length);
  expect(read()).toEqual(sizes);
  files.list("d");
  expect(read()).toEqual(sizes);
});

it("a socket is refused [F3]", async () => {
  const { root, examples } = withoutExamples();
  const server = createServer();
  await new Promise<void>((listening) => server.listen(examples, listening));
  expect(linesOf(root)).toEqual(unreadable("it is not a regular file"));
  await new Promise((closed) => server.close(closed));
});

it("a hard link is a file like any other [F3]", () => {
  const root = writeTree(aRepository());
  folders.push(root);
  linkSync(join(root, PATHS.config), join(root, "copy.yaml"));
  expect(linesOf(root)).toEqual([]);
});

it("a file over 200 MB is refused unread [I18]", () => {
  const { root, examples } = withoutExamples();
  writeFileSync(examples, "");
  truncateSync(examples, 500 * 1024 * 1024);
  const before = process.memoryUsage().rss;
  expect(linesOf(root)).toEqual(unreadable("it has 524288000 bytes, more than 209715200"));
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
});

it("a missing folder holds no files", () => {
  expect(createDiskFiles(aFolder()).list("prompts/00-templates")).toEqual([]);
});

it("files are listed in C order, whatever the locale [X9]", () => {
  const root = aFolder();
  mkdirSync(join(root, "d"));
  for (const name of ["b", "B", "a_b", "a-b", "é", "a"]) writeFileSync(join(root, "d", name), "");
  expect(createDiskFiles(root).list("d")).toEqual(["d/B", "d/a", "d/a-b", "d/a_b", "d/b", "d/é"]);
});

it("a file without permission is a matter of the machine, exit 2 [F6]", () => {
  const { root, examples } = withoutExamples();
  chmodSync(root, 0o755);
  writeFileSync(examples, "", { mode: 0o000 });
  const message = `cannot read ${PATHS.examples} (no permission); nothing was done`;
  asNobody(() => expect(() => linesOf(root)).toThrow(expect.objectContaining({ exit: 2, message })));
});

it("a folder without permission is a matter of the machine, exit 2 [F6]", () => {
  const { root } = withoutExamples();
  chmodSync(root, 0o755);
  chmodSync(join(root, "prompts/03-metadata"), 0o000);
  const message = "cannot read prompts/03-metadata (no permission); nothing was done";
  try {
    asNobody(() => expect(() => linesOf(root)).toThrow(expect.objectContaining({ exit: 2, message })));
  } finally {
    chmodSync(join(root, "prompts/03-metadata"), 0o755);
  }
});
