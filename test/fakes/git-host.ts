import { execFileSync, spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** What a token may do with a repository's contents. */
export type Access = "read" | "write" | undefined;

export interface GitHostOptions {
  /** Holds `owner/name` as bare repositories. */
  readonly folder: string;
  /** What a token may do with a repository (`owner/name`); undefined for one that is not known. */
  access(token: string, repository: string): Access;
  /** Whom hooks see in `REMOTE_USER`; `pusher` where it is not given. */
  userOf?(token: string): string;
  /** Called when git has taken a push in. */
  onPush?(): void;
}

export interface GitHost {
  readonly url: string;
  /** Every push that was let through or not, oldest first. */
  readonly pushes: readonly { readonly token: string; readonly allowed: boolean }[];
  close(): Promise<void>;
}

const BACKEND = join(execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim(), "git-http-backend");

/** Git over HTTP by git's own server program, behind a check of tokens as GitHub makes it. */
export async function startGitHost(options: GitHostOptions): Promise<GitHost> {
  const pushes: { token: string; allowed: boolean }[] = [];
  const server = createServer((request, response) => {
    const token = tokenOf(request);
    const access = token === undefined ? undefined : options.access(token, repositoryOf(request));
    if (token === undefined || access === undefined) return refuse(response, 401, "Authentication failed");
    if (isPush(request)) {
      const allowed = access === "write";
      if (request.method === "POST" || !allowed) pushes.push({ token, allowed });
      if (!allowed) return refuse(response, 403, "Write access to repository not granted.");
    }
    const user = options.userOf?.(token) ?? "pusher";
    serve({ folder: options.folder, user }, request, response, () => {
      if (request.method === "POST" && isPush(request)) options.onPush?.();
    });
  });
  const url = await listen(server);
  return {
    url,
    pushes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}

const isPush = ({ url = "" }: IncomingMessage): boolean => url.includes("git-receive-pack");

const repositoryOf = ({ url = "" }: IncomingMessage): string => url.split("/").slice(1, 3).join("/");

function tokenOf({ headers }: IncomingMessage): string | undefined {
  const basic = /^basic (.+)$/i.exec(headers.authorization ?? "")?.[1];
  return basic === undefined ? undefined : Buffer.from(basic, "base64").toString("utf8").split(":")[1];
}

function refuse(response: ServerResponse, status: number, why: string): void {
  const challenge = status === 401 ? { "www-authenticate": 'Basic realm="GitHub"' } : {};
  response.writeHead(status, { "content-type": "text/plain", ...challenge }).end(`${why}\n`);
}

/** https://git-scm.com/docs/git-http-backend */
function serve(
  { folder, user }: { readonly folder: string; readonly user: string },
  request: IncomingMessage,
  response: ServerResponse,
  onDone: () => void,
): void {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const child = spawn(BACKEND, [], {
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      REMOTE_USER: user,
      REQUEST_METHOD: request.method,
      PATH_INFO: pathname,
      QUERY_STRING: searchParams.toString(),
      CONTENT_TYPE: request.headers["content-type"],
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"],
      GIT_PROTOCOL: request.headers["git-protocol"]?.toString(),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(child.stdin);
  child.stdin.on("error", () => undefined);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => {
    onDone();
    answer(Buffer.concat(chunks), response);
  });
}

function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf("\r\n\r\n");
  const lines = output.subarray(0, end).toString("latin1").split("\r\n");
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(":")),
    line.slice(line.indexOf(":") + 1).trim(),
  ]);
  const status = headers.find(([name]) => name?.toLowerCase() === "status")?.[1];
  const others = headers.filter(([name]) => name?.toLowerCase() !== "status");
  response.writeHead(Number(status?.split(" ")[0] ?? 200), Object.fromEntries(others));
  response.end(output.subarray(end + 4));
}
