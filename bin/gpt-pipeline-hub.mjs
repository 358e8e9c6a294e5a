#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { currentBundle } from "./bundle.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Commands read their flags from the third argument on, however they were started. */
async function start([command, ...flags]) {
  if (command === "--build") return build();
  if (command === "--version")
    return say(`${JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version}\n`);
  const bundle = await currentBundle(root);
  if (command === undefined || command === "--help") return say(await commandList(bundle.entries));
  if (!bundle.entries.includes(command)) return refuse(command, bundle);
  if (flags.includes("--debug")) process.setSourceMapsEnabled(true);
  process.argv.splice(2, 1);
  await load(bundle, command);
}

async function build() {
  const { buildBundle } = await import("./build-bundle.mjs");
  const { build: digest, entries } = await buildBundle(root, { only: true });
  say(`built ${entries.length} commands into dist/${digest}\n`);
}

async function refuse(command, bundle) {
  const { nearestName } = await load(bundle, "nearest-name");
  const near =
    bundle.entries.find((name) => name.startsWith(command)) ?? nearestName(command, bundle.entries);
  const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
  process.stderr.write(`There is no command "${command}".${hint} Nothing was done.\n\n`);
  process.stderr.write(await commandList(bundle.entries));
  process.exitCode = 2;
}

async function commandList(entries) {
  const { renderCommands } = await import("./commands.mjs");
  return renderCommands(entries);
}

const load = (bundle, name) => import(pathToFileURL(join(bundle.folder, `${name}.js`)).href);
const say = (text) => void process.stdout.write(text);

try {
  await start(process.argv.slice(2));
} catch (error) {
  if (error?.name !== "BundleError") throw error;
  process.stderr.write(`gpt-pipeline-hub: ${error.message}\n`);
  process.exitCode = error.exit;
}
