import { type RepositoryFiles, UnreadableFile } from "../repository-files.ts";
import { sha256 } from "../sha256.ts";

/** Everything that somebody asked of a repository's files, and one digest over all the answers. */
export interface ReadTrace {
  readonly lists: readonly string[];
  readonly reads: readonly string[];
  readonly digest: string;
}

export interface TracedFiles extends RepositoryFiles {
  /** Undefined where the same question had two answers: the files changed meanwhile. */
  trace(): ReadTrace | undefined;
}

/** Files that remember what they were asked. Whoever depends on nothing else will say the same of the same answers. */
export function traceReads(files: RepositoryFiles): TracedFiles {
  const answers = { lists: new Map<string, string>(), reads: new Map<string, string>() };
  let isSteady = true;
  const note = (kind: keyof typeof answers, path: string, answer: string): void => {
    const earlier = answers[kind].get(path);
    isSteady &&= earlier === undefined || earlier === answer;
    answers[kind].set(path, answer);
  };
  return {
    list: (folder) => {
      const paths = files.list(folder);
      note("lists", folder, digestOfList(paths));
      return paths;
    },
    read: (path) => {
      const answer = ask(files, path);
      note("reads", path, digestOfAnswer(answer));
      if (answer instanceof UnreadableFile) throw answer;
      return answer;
    },
    trace: () =>
      isSteady
        ? {
            lists: [...answers.lists.keys()],
            reads: [...answers.reads.keys()],
            digest: digestOfAll([...answers.lists.values()], [...answers.reads.values()]),
          }
        : undefined,
  };
}

/** Whether the files answer today as they did then: every list and every byte is asked for again. */
export function isSameAnswer(files: RepositoryFiles, { lists, reads, digest }: ReadTrace): boolean {
  const listed = lists.map((folder) => digestOfList(files.list(folder)));
  const read = reads.map((path) => digestOfAnswer(ask(files, path)));
  return digestOfAll(listed, read) === digest;
}

function ask(files: RepositoryFiles, path: string): Uint8Array | UnreadableFile | undefined {
  try {
    return files.read(path);
  } catch (error) {
    if (error instanceof UnreadableFile) return error;
    throw error;
  }
}

const digestOfList = (paths: readonly string[]): string => sha256(paths.join("\0"));

function digestOfAnswer(answer: Uint8Array | UnreadableFile | undefined): string {
  if (answer === undefined) return "absent";
  return answer instanceof UnreadableFile ? `unreadable ${sha256(answer.found)}` : sha256(answer);
}

const digestOfAll = (lists: readonly string[], reads: readonly string[]): string =>
  sha256([...lists, "", ...reads].join("\n"));
