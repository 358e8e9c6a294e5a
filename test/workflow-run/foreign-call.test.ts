import { afterEach, describe, expect, it } from "vitest";
import { aLocalSite, type LocalSite, type LocalSiteParts } from "../builders/workflow-run/local-site.ts";
import { runWorkflow } from "../builders/workflow-run/run-workflow.ts";
import type { WorkflowRun } from "../builders/workflow-run/site.ts";

const REF = "b".repeat(40);
const FOLDER = ".github/workflows/";
const STEPS = "    runs-on: ubuntu-24.04\n    steps:\n";
const HEAD = "permissions: {}\ndefaults: { run: { shell: bash } }\n";

const caller = (job: string, call = `acme/hub/${FOLDER}called.yml@${REF}`): string =>
  `name: prompts check\non: workflow_dispatch\n${HEAD}jobs:\n  prompts:\n    uses: ${call}\n${job}`;

/** What the other repository holds. */
const HUB: Readonly<Record<string, string>> = {
  [`${FOLDER}called.yml`]: `name: check
on:
  workflow_call:
    inputs: { hub-ref: { type: string, default: "" } }
    secrets: { KEY: { required: false } }
${HEAD}jobs:
  nested:
    permissions: { contents: write }
    uses: ./${FOLDER}nested.yml
    with: { who: "\${{ inputs.hub-ref }}" }
    secrets: { KEY: "\${{ secrets.KEY }}" }
`,
  [`${FOLDER}nested.yml`]: `on:
  workflow_call:
    inputs: { who: { type: string, required: true } }
    secrets: { KEY: { required: false } }
${HEAD}jobs:
  say:
    environment: live
    permissions: { contents: write }
${STEPS}      - env:
          WHO: "\${{ inputs.who }}"
          KEY: "\${{ secrets.KEY }}"
          UNNAMED: "\${{ secrets.UNNAMED }}"
          PLACE: "\${{ vars.PLACE }}"
          NAME: "\${{ github.workflow }}"
        run: echo "$WHO $PLACE \${#KEY} \${#UNNAMED}; $GITHUB_REPOSITORY $NAME $GITHUB_WORKFLOW_REF"
`,
};

let site: LocalSite | undefined;
afterEach(() => site?.remove());

function start(text: string, parts: LocalSiteParts = {}): Promise<WorkflowRun> {
  const path = `${FOLDER}w.yml`;
  site = aLocalSite({
    ...{ secrets: { KEY: "12", UNNAMED: "1" }, variables: { PLACE: "here" } },
    readForeignFile: (repository, ref, file) =>
      repository === "acme/hub" && ref === REF ? HUB[file] : undefined,
    ...parts,
    files: { [path]: text, [`${FOLDER}nested.yml`]: "the caller's own, which nobody asks for" },
  });
  return runWorkflow(site, {
    ...{ workflow: path, event: "workflow_dispatch", commit: "c".repeat(40), ref: "refs/heads/main" },
  });
}

const GIVEN = `    permissions: { contents: write }\n    with: { hub-ref: ${REF} }\n    secrets: { KEY: "\${{ secrets.KEY }}" }\n`;

describe("a workflow of another repository", () => {
  it("finds what it calls beside itself, and sees the run, the variables and the environments of its caller", async () => {
    const run = await start(caller(GIVEN), {
      environments: { live: { secrets: { KEY: "12345" }, variables: { PLACE: "there" } } },
    });
    expect(run.jobs).toMatchObject([{ name: "prompts / nested / say", environment: "live" }]);
    expect(run.jobs[0]?.steps[0]?.log).toBe(
      `${REF} there 5 0; acme/prompts prompts check acme/prompts/${FOLDER}w.yml@refs/heads/main`,
    );
  });

  it("starts nothing with more rights than the calling job has", async () => {
    await expect(start(caller(GIVEN.replace("write", "read")))).rejects.toThrow(
      "job nested wants contents: write, which its caller may not give",
    );
  });

  it.each([
    ["an input that it does not declare", GIVEN.replace("hub-ref:", "hub:"), "has no input hub"],
    ["a secret that it does not declare", GIVEN.replace("{ KEY:", "{ TOKEN:"), "has no secret TOKEN"],
    ["all secrets at once", GIVEN.replace(/secrets: .*/, "secrets: inherit"), "by name alone"],
  ])("is not started with %s", async (_, given, why) => {
    await expect(start(caller(given))).rejects.toThrow(why);
  });

  it.each([
    ["a commit", `acme/hub/${FOLDER}called.yml@${"d".repeat(40)}`],
    ["a repository", `acme/other/${FOLDER}called.yml@${REF}`],
    ["a file", `acme/hub/${FOLDER}other.yml@${REF}`],
  ])("is not started where %s is not there", async (_, call) => {
    await expect(start(caller(GIVEN, call))).rejects.toThrow(/^acme\/.* has no \.github/);
  });
});
