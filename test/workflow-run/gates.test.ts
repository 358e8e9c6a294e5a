import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { runCommand } from "../builders/command-process.ts";
import { aGithubSite, type GithubSite } from "../builders/workflow-run/github-site.ts";
import { closePromptSite } from "../builders/workflow-run/prompt-site.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";

let site: GithubSite;
afterEach(() => closePromptSite(site));

const PATH = ".github/workflows/w.yml";
const CHECKOUT = `uses: actions/checkout@${"a".repeat(40)}`;
const results = (run: WorkflowRun): object =>
  Object.fromEntries(run.jobs.map(({ name, result }) => [name, result]));

/** A site with one workflow of one's own. */
const siteWith = (jobs: string): Promise<GithubSite> =>
  aGithubSite({
    files: {
      [PATH]: `on: workflow_dispatch\npermissions: {}\ndefaults: { run: { shell: bash } }\njobs:\n${jobs}`,
    },
  });
const start = (): Promise<WorkflowRun> => site.start({ workflow: PATH, event: "workflow_dispatch" });

/** Pushes with the token that the job got, as our commands do. */
const PUSH = `git -c user.name=bot -c user.email=bot@example.org commit --quiet --allow-empty -m pushed && git -c "http.$GITHUB_SERVER_URL/.extraheader=AUTHORIZATION: basic $(printf 'x-access-token:%s' "$TOKEN" | base64 -w0)" push --quiet origin HEAD:main`;
const pushJob = (level: string): string => `  a:
    runs-on: ubuntu-24.04
    permissions: { contents: ${level} }
    steps:
      - ${CHECKOUT}
        with: { persist-credentials: false }
      - env: { TOKEN: "\${{ secrets.GITHUB_TOKEN }}" }
        run: |
          ${PUSH}
`;

describe("rights of a job", () => {
  it("a job that may write contents pushes", async () => {
    site = await siteWith(pushJob("write"));
    expect((await start()).result).toBe("success");
    expect(site.remoteGit("log", "-1", "--format=%s", "main").trim()).toBe("pushed");
  });

  it("a job that may only read cannot push, and main stays as it was", async () => {
    site = await siteWith(pushJob("read"));
    const before = site.tip();
    const run = await start();
    expect(run.result).toBe("failure");
    expect(run.jobs[0]?.steps.at(-1)?.log).toContain("403");
    expect(site.tip()).toBe(before);
  });

  it("a checkout leaves no token behind", async () => {
    site = await siteWith(`  a:
    runs-on: ubuntu-24.04
    permissions: { contents: write }
    steps:
      - ${CHECKOUT}
        with: { persist-credentials: false }
      - run: "! git push --quiet origin HEAD:main"
`);
    expect((await start()).result).toBe("success");
  });
});

describe("an artifact", () => {
  const take = (more: string): string => `  a:
    runs-on: ubuntu-24.04
    permissions: { contents: read }
    steps:
      - run: mkdir -p out && echo "$GITHUB_RUN_ID" > out/image
      - uses: actions/upload-artifact@${"a".repeat(40)}
        if: github.run_attempt == 1 && inputs.give != 'no'
        with: { name: image-shop, path: out }
  b:
    needs: [a]
    runs-on: ubuntu-24.04
    permissions: { contents: read }
    steps:
      - uses: actions/download-artifact@${"a".repeat(40)}
        with: { ${more} }
      - run: test "$(cat image)" = "$GITHUB_RUN_ID"
`;

  it("of this run is there, one of another run is not", async () => {
    site = await siteWith(take("name: image-shop").replace("jobs:", "jobs:"));
    const first = await start();
    expect(first.result).toBe("success");
    const second = await site.start({ workflow: PATH, event: "workflow_dispatch", attempt: 2 });
    expect(results(second)).toEqual({ a: "success", b: "failure" });
    expect(second.jobs[1]?.steps[0]?.log).toContain("the run has no artifact image-shop");
  });
});

describe("what a deployment says of itself", () => {
  it("reaches a summary and an output as text, whatever it holds", async () => {
    site = await siteWith(`  a:
    runs-on: ubuntu-24.04
    permissions: { contents: read }
    outputs: { status: "\${{ steps.say.outputs.status }}", rolled_back: "\${{ steps.say.outputs.rolled_back }}", evil: "\${{ steps.say.outputs.evil }}" }
    steps:
      - ${CHECKOUT}
        with: { persist-credentials: false }
      - id: say
        run: npm run publish-deployment -- --from "$HOME/deployment.json"
`);
    const evil = `</details>\n  ::set-env name=PATH::x\nevil=yes\n@everyone \${{ secrets.KEY }} \`rm\` ![x](https://evil.example)`;
    const task = {
      task: "colour",
      version: "1.0.1",
      instead: "1.0.0",
      verdict: "regression",
      reasons: [evil],
    };
    const state = { release: 2, image: "sha256:0", pins: {}, status: "rolled_back", generation: 2 };
    const outcome = {
      service: "shop",
      environment: "local",
      kind: "deploy",
      operation: "o",
      verdict: "regression",
    };
    site.author("main", { "pipeline.config.yaml": "main_branch: main\n" }, "feat: a configuration");
    writeFileSync(
      join(site.machine["HOME"] ?? "", "deployment.json"),
      JSON.stringify({ ...outcome, state, tasks: [task], reasons: [evil] }),
    );
    const run = await start();
    expect(run.result).toBe("success");
    expect(run.jobs[0]?.outputs).toMatchObject({ status: "rolled_back", evil: "" });
    expect(JSON.parse(run.jobs[0]?.outputs["rolled_back"] ?? "")).toEqual([
      { service: "shop", environment: "local", task: "colour", to: "1.0.0", reason: evil },
    ]);
    for (const piece of ["</details>", "@everyone", "![x]", "`rm`"])
      expect(run.jobs[0]?.summary).not.toContain(piece);
  });

  it("is refused where the file holds none", async () => {
    site = await siteWith(pushJob("read"));
    const ended = await runCommand("publish-deployment", ["--from", join(site.folder, "nothing.json")]);
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain("holds no document of deploy or rollback");
  });
});
