import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import glob from "fast-glob";
import { knownInputs } from "./known-inputs.ts";
import type { ActionCall, ActionEnd } from "./site.ts";

/** Where the artifacts of a run are. */
export const artifactFolder = (folder: string, run: string): string => join(folder, "artifacts", run);

const runOf = ({ github }: ActionCall): string => String(github["run_id"]);

/** `actions/upload-artifact`: files, folders or globs, kept for the run under a name that is taken once. */
export async function uploadArtifact(call: ActionCall): Promise<ActionEnd> {
  const names = [
    "name",
    "path",
    "if-no-files-found",
    "retention-days",
    "overwrite",
    "include-hidden-files",
  ] as const;
  const inputs = knownInputs(call, ...names);
  const target = join(artifactFolder(call.site.folder, runOf(call)), inputs.name || "artifact");
  const paths = inputs.path
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const files = paths.flatMap((path) =>
    filesOf(call.workspace, path, inputs["include-hidden-files"] === "true"),
  );
  if (files.length === 0) {
    if (inputs["if-no-files-found"] === "error") throw new Error(`no files at ${paths.join(", ")}`);
    call.say(`no files at ${paths.join(", ")}`);
    return {};
  }
  if (existsSync(target) && inputs.overwrite !== "true")
    throw new Error(`artifact ${inputs.name} exists already`);
  rmSync(target, { recursive: true, force: true });
  const base = commonFolder(files);
  for (const file of files) {
    const place = join(target, relative(base, file));
    mkdirSync(dirname(place), { recursive: true });
    cpSync(file, place);
  }
  call.say(`${files.length} files as ${inputs.name}`);
  return { outputs: { "artifact-id": `${runOf(call)}/${inputs.name}` } };
}

function filesOf(workspace: string, path: string, withHidden: boolean): readonly string[] {
  const place = path.startsWith("/") ? path : join(workspace, path);
  if (existsSync(place) && statSync(place).isFile()) return [place];
  const pattern = existsSync(place) ? `${glob.escapePath(place)}/**/*` : place;
  return glob.sync(pattern, { absolute: true, dot: withHidden }).sort();
}

/** The published action keeps paths below the deepest folder that all files share. */
function commonFolder(files: readonly string[]): string {
  let base = dirname(files[0] ?? "/");
  while (!files.every((file) => file.startsWith(`${base}/`))) base = dirname(base);
  return base;
}

/** `actions/download-artifact`: one by its name, or all that fit a pattern, each in a folder of its own unless merged. */
export async function downloadArtifact(call: ActionCall): Promise<ActionEnd> {
  const inputs = knownInputs(
    call,
    ...(["name", "pattern", "path", "merge-multiple", "run-id", "github-token", "repository"] as const),
  );
  const from = artifactFolder(call.site.folder, inputs["run-id"] || runOf(call));
  const to = join(call.workspace, inputs.path);
  const all = existsSync(from) ? readdirSync(from) : [];
  if (inputs.name !== "" && !all.includes(inputs.name))
    throw new Error(`the run has no artifact ${inputs.name}`);
  const wanted = inputs.name !== "" ? [inputs.name] : all.filter((name) => fits(name, inputs.pattern));
  for (const name of wanted) {
    const isFlat = inputs.name !== "" || inputs["merge-multiple"] === "true";
    cpSync(join(from, name), isFlat ? to : join(to, name), { recursive: true });
  }
  call.say(wanted.length === 0 ? "no artifact fits" : wanted.join(", "));
  return { outputs: { "download-path": to } };
}

const fits = (name: string, pattern: string): boolean =>
  pattern === "" ||
  new RegExp(`^${pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(name);
