import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtImage } from "../builders/built-image.ts";
import type { FakeAws } from "./fake-aws.ts";

/**
 * `build` keeps the folder of the release, `push` hands it over and prints the digest, as docker does; `buildx build --push` does
 * both and writes the digest into its metadata file. The answer `killed` ends it as a machine that goes away does.
 */
const SCRIPT = `#!/usr/bin/env bash
set -euo pipefail
ask() {
  local said
  said=$(curl -s --get --data-urlencode "annotation=$(cat "$DOCKER_STUB_FOLDER/annotation")" "$DOCKER_STUB_URL/$1")
  case "$said" in
  killed) kill -KILL $$ ;;
  ERROR*) echo "$said" >&2; exit 1 ;;
  *) echo "$said" ;;
  esac
}
[ "$1" = buildx ] && shift
command=$1 tag="" pushes="" metadata="" before="" release="\${!#}/.pipeline/release"
case "$command" in
build)
  : > "$DOCKER_STUB_FOLDER/annotation"
  for word in "$@"; do
    case "$before" in
    --tag | -t) tag=\${word##*:} ;;
    --annotation) echo "\${word#index:}" > "$DOCKER_STUB_FOLDER/annotation" ;;
    --metadata-file) metadata=$word ;;
    esac
    case "$word" in
    RELEASE=*) release=\${word#RELEASE=} ;;
    --push) pushes=yes ;;
    esac
    before=$word
  done
  rm -rf "$DOCKER_STUB_FOLDER/built" && cp -r "$release" "$DOCKER_STUB_FOLDER/built"
  ask build
  if [ -n "$pushes" ]; then
    line=$(ask "push/$tag")
    digest=$(echo "$line" | grep -o "sha256:[0-9a-f]*")
    echo "{\\"containerimage.digest\\":\\"$digest\\"}" > "$metadata"
  fi ;;
push) ask "push/\${2##*:}" ;;
esac
`;

/** Where it goes wrong next, once: there is no docker, the build fails, or the machine is gone before or after the image arrived. */
export type DockerFault =
  | "not installed"
  | "build fails"
  | "killed before the push"
  | "killed after the push";

export interface DockerStub {
  /** What a shell needs so that `docker` is this one. */
  readonly environment: Readonly<Record<string, string>>;
  failNext(fault: DockerFault): void;
  close(): Promise<void>;
}

/** A `docker` whose images are folders of releases, and whose registry is the fake AWS. */
export async function startDockerStub(aws: Pick<FakeAws, "push">): Promise<DockerStub> {
  const folder = mkdtempSync(join(tmpdir(), "docker-stub-"));
  writeFileSync(join(folder, "docker"), SCRIPT);
  chmodSync(join(folder, "docker"), 0o755);
  let fault: DockerFault | undefined;
  const isDue = (wanted: DockerFault): boolean => {
    if (fault !== wanted) return false;
    fault = undefined;
    return true;
  };
  const answer = (tag: string | undefined, annotation: string): string => {
    if (tag === undefined) return isDue("build fails") ? "ERROR: failed to solve" : "built";
    if (isDue("killed before the push")) return "killed";
    const [key, value] = annotation.split("=");
    const annotations = key === undefined || value === undefined ? {} : { [key]: value };
    const digest = aws.push(builtImage(join(folder, "built")), tag, annotations);
    return isDue("killed after the push") ? "killed" : `${tag}: digest: ${digest} size: 1`;
  };
  const server = createServer(({ url = "/" }, response) => {
    const { pathname, searchParams } = new URL(url, "http://docker.invalid");
    const [, tag] = /^\/push\/(.+)$/.exec(pathname) ?? [];
    try {
      response.end(answer(tag, (searchParams.get("annotation") ?? "").trim()));
    } catch (error) {
      response.end(`ERROR: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    get environment() {
      return {
        PATH: isDue("not installed") ? join(folder, "nothing") : `${folder}:${process.env["PATH"]}`,
        DOCKER_STUB_FOLDER: folder,
        DOCKER_STUB_URL: `http://127.0.0.1:${port}`,
      };
    },
    failNext: (wanted) => {
      fault = wanted;
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
