import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseReleaseFile } from "../../src/prompts/records/release-file.ts";
import type { FakeAws } from "./fake-aws.ts";

/** `build` keeps the folder of the release, `push` hands it over and prints the digest, as docker does. */
const SCRIPT = `#!/usr/bin/env bash
set -euo pipefail
case "$1" in
build)
  for word in "$@"; do
    case "$word" in RELEASE=*) rm -rf "$DOCKER_STUB_FOLDER/built" && cp -r "\${word#RELEASE=}" "$DOCKER_STUB_FOLDER/built" ;; esac
  done ;;
push) curl -sf "$DOCKER_STUB_URL/\${2##*:}" ;;
esac
`;

export interface DockerStub {
  /** What a shell needs so that `docker` is this one. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** A `docker` whose images are folders of releases, and whose registry is the fake AWS. */
export async function startDockerStub(aws: Pick<FakeAws, "push">): Promise<DockerStub> {
  const folder = mkdtempSync(join(tmpdir(), "docker-stub-"));
  writeFileSync(join(folder, "docker"), SCRIPT);
  chmodSync(join(folder, "docker"), 0o755);
  const server = createServer(({ url = "/" }, response) => {
    const tag = url.slice(1);
    response.end(`${tag}: digest: ${push(aws, join(folder, "built"), tag)} size: 1\n`);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      PATH: `${folder}:${process.env["PATH"]}`,
      DOCKER_STUB_FOLDER: folder,
      DOCKER_STUB_URL: `http://127.0.0.1:${port}`,
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function push(aws: Pick<FakeAws, "push">, folder: string, tag: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), bytes: readFileSync(path) }));
  const manifest = files.find(({ path }) => path === "release.json");
  const parsed = parseReleaseFile("release.json", manifest?.bytes ?? new Uint8Array());
  if (!("release" in parsed)) throw new Error(parsed.faults.join("; "));
  return aws.push({ release: parsed.release, files, withheld: [], problems: [] }, tag);
}
