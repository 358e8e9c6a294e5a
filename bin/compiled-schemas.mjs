import { readFile } from "node:fs/promises";
import { join } from "node:path";

const OURS = /[\\/]schemas[\\/][^\\/]+\.schema\.json$/;
/** JSON Schema 2020-12 itself, against which schemas of others are checked. Ajv's own import of it stays as it is. */
const META_SCHEMA = /[\\/]json-schema-2020-12[\\/]schema\.json$/;
const FOLDER = "src/prompts/adapters";

/**
 * An esbuild plugin: the schemas that our sources import come with their checks compiled. Without it everything works as well, but
 * every start compiles the schemas that it needs, which takes longer than most of what commands do.
 */
export const compiledSchemas = (root) => ({
  name: "compiled-schemas",
  setup(build) {
    build.onLoad({ filter: OURS }, ({ path }) => withCheck(root, path, compileFormat));
    build.onResolve({ filter: META_SCHEMA }, async ({ path, importer, ...from }) => {
      if (!importer.startsWith(join(root, FOLDER))) return undefined;
      const found = await build.resolve(path, from);
      return { path, namespace: "compiled", pluginData: found.path };
    });
    build.onLoad({ filter: META_SCHEMA, namespace: "compiled" }, ({ pluginData: path }) =>
      withCheck(root, path, compileMetaSchema),
    );
  },
});

/** A module that is the schema and says what checks it. */
async function withCheck(root, path, compile) {
  const { Ajv2020 } = await import("ajv/dist/2020.js");
  const { default: standalone } = await import("ajv/dist/standalone/index.js");
  const text = await readFile(path, "utf8");
  const options = JSON.parse(await readFile(join(root, FOLDER, "schema-options.json"), "utf8"));
  const code = { source: true, esm: true };
  const [ajv, check] = compile(Ajv2020, { ...options, code }, JSON.parse(text));
  const contents = [
    standalone.default(ajv, check).replace("export default", "const check ="),
    `import { keepReady } from ${JSON.stringify(join(root, FOLDER, "ready-checks.ts"))};`,
    `const schema = ${text};`,
    "keepReady(schema, check);",
    "export default schema;",
  ];
  return { contents: contents.join("\n"), loader: "js", resolveDir: root };
}

function compileFormat(Ajv2020, options, schema) {
  const ajv = new Ajv2020({ ...options, meta: false, validateSchema: false });
  return [ajv, ajv.compile(schema)];
}

function compileMetaSchema(Ajv2020, options, { $id }) {
  const ajv = new Ajv2020(options);
  return [ajv, ajv.getSchema($id)];
}
