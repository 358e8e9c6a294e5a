import { execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { knownInputs } from "./known-inputs.ts";
import type { ActionCall, ActionEnd } from "./site.ts";

const run = promisify(execFile);

/** `actions/checkout`: a real clone over HTTP with the job's token, in the steps and with the defaults of the published one. */
export async function checkoutAction(call: ActionCall): Promise<ActionEnd> {
  const inputs = knownInputs(
    call,
    ...(["repository", "ref", "path", "token", "fetch-depth", "persist-credentials", "clean"] as const),
  );
  const folder = join(call.workspace, inputs.path);
  mkdirSync(folder, { recursive: true });
  const token = inputs.token || String(call.github["token"]);
  const repository = inputs.repository || call.site.repository;
  const git = gitIn(folder, call, token);
  if (!existsSync(join(folder, ".git"))) {
    await git("init", "--quiet", "--initial-branch=main");
    await git("remote", "add", "origin", `${call.site.serverUrl}/${repository}`);
  } else if (inputs.clean !== "false") {
    await git("clean", "-ffdx", "--quiet");
    await git("reset", "--hard", "--quiet");
  }
  const wanted = wantedCommit(call, inputs.ref, repository);
  const depth = inputs["fetch-depth"] === "0" ? [] : ["--depth=1"];
  const all = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"];
  if (depth.length === 0) await git("fetch", "--quiet", "--prune", "origin", ...all);
  await git("fetch", "--quiet", ...depth, "origin", `+${wanted.source}:${wanted.target}`);
  await git("checkout", "--quiet", "--force", ...wanted.place, wanted.target);
  if (inputs["persist-credentials"] !== "false")
    await git("config", "--local", `http.${call.site.serverUrl}/.extraheader`, header(token));
  const commit = (await git("rev-parse", "HEAD")).trim();
  call.say(`${repository} at ${commit.slice(0, 12)}`);
  return { outputs: { commit, ref: wanted.source } };
}

interface Wanted {
  readonly source: string;
  /** What this checkout then remembers it as. */
  readonly target: string;
  /** The branch that HEAD is put on, or that it is detached. */
  readonly place: readonly string[];
}

/** Without `ref` it is the commit that started the run, also where the branch has moved on. */
function wantedCommit({ trigger, site }: ActionCall, given: string, repository: string): Wanted {
  const isOwn = given === "" && repository === site.repository;
  const ref = isOwn ? trigger.ref : given || "refs/heads/main";
  if (/^[0-9a-f]{40}$/.test(ref))
    return { source: ref, target: "refs/remotes/origin/wanted", place: ["--detach"] };
  const name = ref.replace(/^refs\/heads\//, "");
  const source = isOwn ? trigger.commit : `refs/heads/${name}`;
  if (ref.startsWith("refs/pull/") || ref.startsWith("refs/tags/"))
    return { source, target: ref.replace("refs/pull/", "refs/remotes/pull/"), place: ["--detach"] };
  return { source, target: `refs/remotes/origin/${name}`, place: ["-B", name] };
}

const header = (token: string): string =>
  `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;

function gitIn(folder: string, { site }: ActionCall, token: string) {
  return async (...args: readonly string[]): Promise<string> => {
    const secret = ["-c", `http.${site.serverUrl}/.extraheader=${header(token)}`];
    const { stdout } = await run(
      "git",
      ["-c", "gc.auto=0", "-c", "advice.detachedHead=false", ...secret, ...args],
      {
        cwd: folder,
        env: { ...site.machine, GIT_TERMINAL_PROMPT: "0" },
        encoding: "utf8",
      },
    );
    return stdout;
  };
}
