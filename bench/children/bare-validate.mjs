import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";

/**
 * Reads every file of a repository's tree, parses it and holds it against its format, and each example's input against its
 * task's own schema. Exits with 1 where something does not fit.
 */
const root = process.argv[2];
const schemaOf = (name) =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), "utf8"));
const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
const fits = Object.fromEntries(
  ["template", "metadata", "production", "registry", "config", "example", "report"].map((name) => [
    name,
    ajv.compile(schemaOf(name)),
  ]),
);
const FORMATS = {
  "00-templates": "template",
  "02-production": "production",
  "03-metadata": "metadata",
  "99-archive": "production",
};

const check = (format, value) => {
  if (!fits[format](value)) process.exitCode = 1;
};
check("config", parse(readFileSync(join(root, "pipeline.config.yaml"), "utf8")));
check("registry", parse(readFileSync(join(root, "prompt_registry.yaml"), "utf8")));
const inputs = new Map();
const examples = new Map();
const entries = readdirSync(join(root, "prompts"), { recursive: true, withFileTypes: true });
for (const entry of entries.filter((one) => one.isFile())) {
  const path = join(entry.parentPath, entry.name);
  const text = readFileSync(path, "utf8");
  const [folder, task] = path.slice(join(root, "prompts").length + 1).split("/");
  if (path.endsWith(".yaml")) {
    const value = parse(text);
    check(FORMATS[folder], value);
    if (folder === "03-metadata") inputs.set(value.task, ajv.compile(value.input));
  } else if (path.endsWith(".json")) check("report", JSON.parse(text));
  else
    examples.set(
      task,
      text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line)),
    );
}
for (const [task, list] of examples) {
  for (const example of list) {
    check("example", example);
    if (!inputs.get(task)(example.input)) process.exitCode = 1;
  }
}
