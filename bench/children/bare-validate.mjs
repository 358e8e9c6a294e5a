import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";

/** Reads every file of a repository's tree, parses it and holds it against its format. Exits with 1 where one does not fit. */
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
const entries = readdirSync(join(root, "prompts"), { recursive: true, withFileTypes: true });
for (const entry of entries.filter((one) => one.isFile())) {
  const path = join(entry.parentPath, entry.name);
  const text = readFileSync(path, "utf8");
  const folder = path.slice(join(root, "prompts").length + 1).split("/")[0];
  if (path.endsWith(".yaml")) check(FORMATS[folder], parse(text));
  else if (path.endsWith(".json")) check("report", JSON.parse(text));
  else for (const line of text.split("\n")) if (line !== "") check("example", JSON.parse(line));
}
