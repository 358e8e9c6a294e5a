import { FOLDERS } from "../prompts/layout.ts";

const AUTHORED = [FOLDERS.templates, FOLDERS.examples, FOLDERS.metadata, "pipelines"];
const DATA = /\.(ya?ml|jsonl?|md|csv)$/;

/** Whether a path is where authors write. Everything else is code, configuration, or written by commands alone. */
export const isAuthoredPath = (path: string): boolean =>
  AUTHORED.some((folder) => path.startsWith(`${folder}/`)) && !path.split("/").includes("..");

/** Whether a file's name is one of data: nothing runs it. */
export const isDataPath = (path: string): boolean => DATA.test(path);
