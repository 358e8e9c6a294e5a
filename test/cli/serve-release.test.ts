import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { type StartedCommand, startCommand } from "../builders/command-process.ts";
import { anAssembledRelease, releaseFolder } from "../builders/release.ts";

const CONFIG = "providers:\n  reader:\n    kind: offline\n";

const started: StartedCommand[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const { process, ended } of started.splice(0)) {
    process.kill("SIGTERM");
    await ended;
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with a release whose prompt asks a provider that only a configuration knows. */
function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "serve-release-"));
  folders.push(folder);
  for (const [path, text] of releaseFolder(anAssembledRelease())) {
    mkdirSync(dirname(join(folder, "release", path)), { recursive: true });
    writeFileSync(join(folder, "release", path), text.replace('provider: "offline"', 'provider: "reader"'));
  }
  return folder;
}

async function ask(folder: string): Promise<number> {
  const ready = join(folder, "ready.json");
  const flags = [
    "--root",
    folder,
    "--release",
    join(folder, "release"),
    "--port",
    "0",
    "--ready-file",
    ready,
  ];
  started.push(startCommand("serve", flags));
  await vi.waitUntil(() => existsSync(ready), { timeout: 20_000, interval: 50 });
  const { url } = JSON.parse(readFileSync(ready, "utf8")) as { readonly url: string };
  const response = await fetch(`${url}/v1/prompts/support_reply/run`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ input: { question: "When do you open?" } }),
  });
  await response.arrayBuffer();
  return response.status;
}

it.each([
  ["release's own folder, as an image has it", "release/pipeline.config.yaml"],
  ["repository that it was deployed from", "pipeline.config.yaml"],
])("a served release asks the providers of the %s", async (_, path) => {
  const folder = aFolder();
  writeFileSync(join(folder, path), CONFIG);
  expect(await ask(folder)).toBe(200);
});

it("a served release without any configuration says that it cannot ask", async () => {
  expect(await ask(aFolder())).toBe(503);
});
