import { createServer } from "node:http";
import { Ajv2020 } from "ajv/dist/2020.js";
import { createDiskFiles } from "../../src/prompts/adapters/disk-files.ts";
import { promptDigest } from "../../src/prompts/digests.ts";
import { FOLDERS } from "../../src/prompts/layout.ts";
import { parseProductionFile } from "../../src/prompts/yaml-formats.ts";

/** What the prompt service does for one rendering, with its line in the log, and no more. Says its port on standard error. */
const [root = ""] = process.argv.slice(2);
const files = createDiskFiles(root);
const ajv = new Ajv2020({ strict: false });
const prompts = new Map(
  files.list(FOLDERS.production).map((file) => {
    const { value } = parseProductionFile(file, files.read(file) ?? new Uint8Array());
    if (value === undefined) throw new Error(`${file} is broken`);
    const fits = ajv.compile(value.input);
    const path: string = `/v1/prompts/${value.id}/render`;
    return [path, { prompt: value, digest: promptDigest(value), fits }] as const;
  }),
);

const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  const start = performance.now();
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const found = prompts.get(request.url ?? "");
    const { input }: { readonly input: Readonly<Record<string, unknown>> } = JSON.parse(
      Buffer.concat(chunks).toString("utf8"),
    );
    if (found === undefined || !found.fits(input)) return response.writeHead(400).end();
    const { prompt, digest } = found;
    const messages = prompt.messages.map(({ role, content }) => ({
      role,
      content: content.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(input[name])),
    }));
    const { id, version, model } = prompt;
    const body = JSON.stringify({ task: id, version, prompt_digest: digest, messages, model });
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(body),
    };
    const line = {
      at: new Date(),
      method: request.method,
      path: request.url,
      status: 200,
      ms: performance.now() - start,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    return response.writeHead(200, headers).end(body);
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stderr.write(`${typeof address === "object" ? address?.port : address}\n`);
});
process.stdin.resume().on("end", () => process.exit(0));
