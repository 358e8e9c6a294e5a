import { createHash, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { BundleError, sourceList, stamp } from "./bundle-inputs.mjs";
import { compiledSchemas } from "./compiled-schemas.mjs";

/** Older bundles stay, for commands that still run from them and load a part late. */
const KEPT_BUNDLES = 5;
/** A file that changed this shortly before the build may have been read before the change. */
const RACE_MS = 50;
const SHOWN_ERRORS = 3;
const ABANDONED_MS = 3_600_000;
/** Not imported by any command, but what they are built with. */
const TOOL_INPUTS = [
  "package-lock.json",
  "tsconfig.json",
  "bin/build-bundle.mjs",
  "bin/compiled-schemas.mjs",
];

/**
 * Builds all commands into `dist/<digest of the output>` and then points `dist/inputs.json` there, each by one rename:
 * whoever starts at the same time sees the old bundle or the new one, whole. With `only`, no older bundle is kept.
 * Returns the record. Throws `BundleError`.
 */
export async function buildBundle(root, { only = false } = {}) {
  const startedAt = Date.now();
  const sources = sourceList(root);
  const entries = sources.map((name) => basename(name, ".ts"));
  const { outputFiles, metafile } = await bundle(root, entries);
  const build = digestOf(outputFiles);
  const record = { build, entries, sources, inputs: inputsOf(root, metafile, startedAt) };
  const dist = join(root, "dist");
  try {
    mkdirSync(dist, { recursive: true });
    writeBuild(dist, build, outputFiles);
    replaceFile(dist, "inputs.json", `${JSON.stringify(record)}\n`);
    removeOldBuilds(dist, build, only ? 0 : KEPT_BUNDLES);
  } catch (error) {
    throw new BundleError(`cannot write ${dist}: ${error.message}. Nothing was run.`, 2, { cause: error });
  }
  return record;
}

async function bundle(root, entries) {
  const esbuild = await import("esbuild").catch((cause) => {
    throw new BundleError("the packages are not installed. Run npm ci first.", 2, { cause });
  });
  try {
    return await esbuild.build(buildOptions(root, entries));
  } catch (cause) {
    if (!Array.isArray(cause.errors)) throw cause;
    const messages = await esbuild.formatMessages(cause.errors.slice(0, SHOWN_ERRORS), { kind: "error" });
    const more = cause.errors.length > SHOWN_ERRORS ? `and ${cause.errors.length - SHOWN_ERRORS} more.` : "";
    throw new BundleError(`the sources do not compile.\n${messages.join("")}${more}`, 1, { cause });
  }
}

function buildOptions(root, entries) {
  return {
    absWorkingDir: root,
    entryPoints: [...entries.map((name) => `scripts/${name}.ts`), "src/prompts/nearest-name.ts"],
    entryNames: "[name]",
    chunkNames: "chunk-[hash]",
    outdir: "out",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // What some packages name as their main file hides its requires from every bundler.
    mainFields: ["module", "main"],
    loader: { ".json": "json" },
    plugins: [compiledSchemas(root)],
    // Packages in CommonJS call require for what Node itself brings.
    banner: {
      js: 'import { createRequire as createBundleRequire } from "node:module"; const require = createBundleRequire(import.meta.url);',
    },
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "linked",
    metafile: true,
    write: false,
    logLevel: "silent",
  };
}

function digestOf(outputFiles) {
  const hash = createHash("sha256");
  for (const { path, contents } of [...outputFiles].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${basename(path)}\0${contents.length}\0`).update(contents);
  }
  return hash.digest("hex").slice(0, 16);
}

function inputsOf(root, metafile, startedAt) {
  const own = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules/"));
  const paths = [...new Set([...own, ...TOOL_INPUTS])].sort();
  return Object.fromEntries(paths.map((path) => [path, stampBefore(join(root, path), startedAt)]));
}

function stampBefore(path, startedAt) {
  const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return changed > startedAt - RACE_MS ? "changed during the build" : stamp(path);
}

function writeBuild(dist, build, outputFiles) {
  const target = join(dist, build);
  if (existsSync(target)) return utimesSync(target, new Date(), new Date());
  const draft = join(dist, `.draft-${randomUUID()}`);
  mkdirSync(draft);
  for (const { path, contents } of outputFiles) writeFileSync(join(draft, basename(path)), contents);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another start built the same bundle in the meantime: the name is the digest of what is inside.
    if (!existsSync(target)) throw error;
  }
}

function replaceFile(folder, name, text) {
  const draft = join(folder, `.draft-${randomUUID()}`);
  writeFileSync(draft, text);
  renameSync(draft, join(folder, name));
}

function removeOldBuilds(dist, build, kept) {
  const others = readdirSync(dist)
    .filter((name) => name !== build && name !== "inputs.json")
    .map((name) => ({
      path: join(dist, name),
      age: ageOf(join(dist, name)),
      isDraft: name.startsWith(".draft-"),
    }))
    .sort((a, b) => a.age - b.age);
  const drafts = others.filter(({ isDraft, age }) => isDraft && age > ABANDONED_MS);
  const builds = others.filter(({ isDraft }) => !isDraft).slice(kept);
  for (const { path } of [...drafts, ...builds]) rmSync(path, { recursive: true, force: true });
}

function ageOf(path) {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
}
