import { afterEach, describe, expect, it } from "vitest";
import { aLocalSite, type LocalSite, type LocalSiteParts } from "../builders/workflow-run/local-site.ts";
import { type RunOptions, runWorkflow } from "../builders/workflow-run/run-workflow.ts";
import type { Trigger, WorkflowRun } from "../builders/workflow-run/site.ts";

const sites: LocalSite[] = [];
afterEach(() => {
  for (const site of sites.splice(0)) site.remove();
});

/** An expression as a workflow has it. */
const expr = (text: string): string => `\${{ ${text} }}`;

const HEAD = "permissions: {}\ndefaults: { run: { shell: bash } }\n";

interface Started extends LocalSiteParts {
  readonly trigger?: Partial<Trigger>;
  readonly options?: RunOptions;
}

async function start(text: string, { trigger, options, ...parts }: Started = {}): Promise<WorkflowRun> {
  const path = ".github/workflows/w.yml";
  const site = aLocalSite({ ...parts, files: { [path]: text, ...parts.files } });
  sites.push(site);
  const push = { workflow: path, event: "push", commit: "c".repeat(40), ref: "refs/heads/main" };
  return runWorkflow(site, { ...push, ...trigger }, options);
}

const jobs = (body: string): string => `on: push\n${HEAD}jobs:\n${body}`;
const results = ({ jobs: all }: WorkflowRun): object =>
  Object.fromEntries(all.map(({ name, result }) => [name, result]));
const logOf = (run: WorkflowRun): string =>
  run.jobs.flatMap(({ steps }) => steps.map(({ log }) => log)).join("\n");

const job = (id: string, run: string, more = ""): string =>
  `  ${id}:\n    runs-on: ubuntu-24.04\n${more}    steps: [{ run: ${JSON.stringify(run)} }]\n`;

describe("a run of a workflow on this machine", () => {
  it("is refused where GitHub would refuse the file", async () => {
    const text = jobs(job("a", `echo ${expr("nobody.knows")}`, "    colour: red\n"));
    await expect(start(text)).rejects.toThrow(/Unrecognized named-value: 'nobody'/);
    await expect(start(text)).rejects.toThrow(/Unexpected value 'colour'/);
  });

  it("hands outputs of a step to the next step, and those of a job to the next job", async () => {
    const run = await start(
      jobs(`  a:
    runs-on: ubuntu-24.04
    outputs: { colour: "\${{ steps.pick.outputs.colour }}" }
    steps:
      - id: pick
        run: |
          echo "colour=dark red" >> "$GITHUB_OUTPUT"
          printf 'more<<END\\none\\ntwo\\nEND\\n' >> "$GITHUB_OUTPUT"
          echo "SHADE=9" >> "$GITHUB_ENV"
          echo "# Title" >> "$GITHUB_STEP_SUMMARY"
      - env: { MORE: "\${{ steps.pick.outputs.more }}" }
        run: echo "$MORE, shade $SHADE"
  b:
    runs-on: ubuntu-24.04
    needs: [a]
    steps: [{ env: { COLOUR: "\${{ needs.a.outputs.colour }}" }, run: 'echo "$COLOUR"' }]
`),
    );
    expect(run.result).toBe("success");
    expect(logOf(run)).toBe("\none\ntwo, shade 9\ndark red");
    expect(run.jobs[0]?.summary).toBe("# Title\n");
  });

  it("stops a job at its first failure, in a pipe too, and skips what needs it", async () => {
    const run = await start(
      jobs(
        job("a", "false | cat; echo never") +
          job("b", "echo b", "    needs: [a]\n") +
          job("c", "echo c", "    needs: [b]\n    if: failure()\n") +
          job("d", "echo d", "    needs: [a, b]\n    if: always()\n"),
      ),
    );
    expect(results(run)).toEqual({ a: "failure", b: "skipped", c: "success", d: "success" });
    expect(run.result).toBe("failure");
    expect(logOf(run)).not.toContain("never");
  });

  it("lets steps run after a failure that ask for it", async () => {
    const run = await start(
      jobs(`  a:
    runs-on: ubuntu-24.04
    steps:
      - { name: one, id: one, run: exit 5 }
      - { name: two, run: echo two }
      - { name: three, if: always(), env: { OUTCOME: "\${{ steps.one.outcome }}" }, run: 'echo "$OUTCOME"' }
      - { name: four, if: failure() && github.ref_name == 'main', run: echo four }
      - { name: five, if: failure() && github.ref_name == 'other', run: echo five }
`),
    );
    expect(run.jobs[0]?.steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      "one failure",
      "two skipped",
      "three success",
      "four success",
      "five skipped",
    ]);
    expect(run.jobs[0]?.steps[2]?.log).toBe("failure");
  });

  it("crosses a matrix, also one that an earlier job made", async () => {
    const matrix = `    needs: [a]
    strategy: { matrix: { size: "\${{ fromJSON(needs.a.outputs.sizes) }}", colour: [red, blue], exclude: [{ size: 2, colour: red }], include: [{ size: 3, colour: green }] } }
    env: { SIZE: "\${{ matrix.size }}", COLOUR: "\${{ matrix.colour }}" }
`;
    const run = await start(
      jobs(
        job(
          "a",
          'echo "sizes=[1,2]" >> "$GITHUB_OUTPUT"',
          `    outputs: { sizes: "${expr("steps.s.outputs.sizes")}" }\n`,
        ).replace("[{ run", "[{ id: s, run") + job("b", 'echo "$SIZE $COLOUR"', matrix),
      ),
    );
    expect(logOf(run).trim().split("\n")).toEqual(["1 red", "1 blue", "2 blue", "3 green"]);
    expect(run.jobs.map(({ name }) => name)).toContain("b (2, blue)");
  });

  it("gives up the rest of a matrix after a failure, unless told otherwise", async () => {
    const text = (failFast: boolean): string =>
      jobs(
        job(
          "a",
          'test "$N" != 1',
          `    strategy: { fail-fast: ${failFast}, matrix: { n: [1, 2] } }\n    env: { N: "\${{ matrix.n }}" }\n`,
        ),
      );
    expect(results(await start(text(true)))).toEqual({ "a (1)": "failure" });
    expect(results(await start(text(false)))).toEqual({ "a (1)": "failure", "a (2)": "success" });
  });

  it("calls another workflow with inputs and named secrets, and takes its outputs", async () => {
    const called = `on:
  workflow_call:
    inputs: { who: { type: string, required: true }, times: { type: number, default: 2 } }
    secrets: { KEY: { required: false } }
    outputs: { said: { value: "\${{ jobs.say.outputs.said }}" } }
${HEAD}jobs:
  say:
    runs-on: ubuntu-24.04
    outputs: { said: "\${{ steps.s.outputs.said }}" }
    steps:
      - id: s
        env: { WHO: "\${{ inputs.who }}", TIMES: "\${{ inputs.times }}", KEY: "\${{ secrets.KEY }}", OTHER: "\${{ secrets.OTHER }}" }
        run: echo "said=$WHO $TIMES \${#KEY} \${#OTHER}" >> "$GITHUB_OUTPUT"
`;
    const run = await start(
      jobs(`  call:
    uses: ./.github/workflows/called.yml
    with: { who: Ada }
    secrets: { KEY: "\${{ secrets.KEY }}" }
  after:
    needs: [call]
    runs-on: ubuntu-24.04
    steps: [{ env: { SAID: "\${{ needs.call.outputs.said }}" }, run: 'echo "$SAID"' }]
`),
      { files: { ".github/workflows/called.yml": called }, secrets: { KEY: "secret", OTHER: "other" } },
    );
    expect(results(run)).toEqual({ "call / say": "success", after: "success" });
    expect(logOf(run).trim()).toBe("Ada 2 6 0");
  });

  it("starts nothing where a called workflow wants more rights than its caller has", async () => {
    const called = `on: workflow_call\n${HEAD}jobs:\n${job("w", "true", "    permissions: { contents: write }\n")}`;
    const text = jobs(
      "  call:\n    uses: ./.github/workflows/called.yml\n    permissions: { contents: read }\n",
    );
    await expect(start(text, { files: { ".github/workflows/called.yml": called } })).rejects.toThrow(
      "job w wants contents: write, which its caller may not give",
    );
  });

  it("takes what an environment has over what the repository has", async () => {
    const more = `    environment: live\n    env: { KEY: "\${{ secrets.KEY }}", PLACE: "\${{ vars.PLACE }}" }\n`;
    const run = await start(jobs(job("a", 'echo "$PLACE $(printf %s "$KEY" | wc -c)"', more)), {
      secrets: { KEY: "12" },
      variables: { PLACE: "here" },
      environments: { live: { secrets: { KEY: "12345" }, variables: { PLACE: "there" } } },
    });
    expect(logOf(run)).toBe("there 5");
    expect(run.jobs[0]?.environment).toBe("live");
  });

  it("masks secrets, and keeps them from a fork", async () => {
    const text = jobs(job("a", 'echo "key $KEY"', `    env: { KEY: "\${{ secrets.KEY }}" }\n`));
    expect(logOf(await start(text, { secrets: { KEY: "hidden" } }))).toBe("key ***");
    expect(logOf(await start(text, { secrets: { KEY: "hidden" }, trigger: { isFork: true } }))).toBe("key ");
    const inEnvironment = text.replace("    env:", "    environment: live\n    env:");
    const environments = { live: { secrets: { KEY: "hidden" } } };
    expect(logOf(await start(inEnvironment, { environments }))).toBe("key ***");
    expect(logOf(await start(inEnvironment, { environments, trigger: { isFork: true } }))).toBe("key ");
  });

  it("reads annotations, and refuses a command by which a text could set variables", async () => {
    const run = await start(jobs(job("a", "echo '::error file=a.yaml,line=2::one%0Atwo'")));
    expect(run.jobs[0]?.steps[0]?.annotations).toEqual([
      { level: "error", properties: { file: "a.yaml", line: "2" }, message: "one\ntwo" },
    ]);
    expect((await start(jobs(job("a", "echo '::set-env name=PATH::x'")))).result).toBe("failure");
  });

  it("is cancelled as GitHub does it: what always runs still runs, the rest does not", async () => {
    const text = jobs(
      `${job("a", "exec tail -f /dev/null").replace("] }", "")}`.replace(
        /steps: \[(.*)\]/,
        (_, step: string) =>
          `steps: [${step}, { name: tidy, if: always(), run: echo tidied }, { run: echo no }]`,
      ) +
        job("b", "echo b", "    needs: [a]\n") +
        job("c", "echo c", "    needs: [a]\n    if: always()\n"),
    );
    const run = await start(text, {
      options: { onStep: (_, step) => (step.startsWith("Run exec") ? "cancel" : undefined) },
    });
    expect(results(run)).toEqual({ a: "cancelled", b: "cancelled", c: "success" });
    expect(run.jobs[0]?.steps.map(({ outcome }) => outcome)).toEqual(["cancelled", "success", "cancelled"]);
    expect(run.result).toBe("cancelled");
  });

  it("is run again with what succeeded kept, under the same run and the next attempt", async () => {
    const text = jobs(
      job(
        "a",
        'echo "x=$RANDOM$RANDOM" >> "$GITHUB_OUTPUT"',
        `    outputs: { x: "${expr("steps.s.outputs.x")}" }\n`,
      ).replace("[{ run", "[{ id: s, run") +
        job(
          "b",
          'echo "$X $GITHUB_RUN_ATTEMPT"; test "$GITHUB_RUN_ATTEMPT" = 2',
          `    needs: [a]\n    env: { X: "\${{ needs.a.outputs.x }}" }\n`,
        ),
    );
    const first = await start(text);
    const second = await start(text, { options: { keep: first } });
    expect([first.result, second.result]).toEqual(["failure", "success"]);
    expect([second.runId, second.attempt]).toEqual([first.runId, 2]);
    expect(logOf(second)).toBe(
      logOf(first)
        .replace(/ 1\n.*/, " 2")
        .replace(/\n?Process.*/, ""),
    );
  });

  it("is run again with all that needs a failed job, also where that had succeeded; what does not is kept", async () => {
    const text = jobs(
      job("a", 'test "$GITHUB_RUN_ATTEMPT" = 2') +
        job("b", 'echo "b $GITHUB_RUN_ATTEMPT"', "    if: always()\n    needs: [a]\n") +
        job("c", 'echo "c $GITHUB_RUN_ATTEMPT"') +
        job("d", 'echo "d $GITHUB_RUN_ATTEMPT"', "    needs: [c]\n"),
    );
    const first = await start(text);
    const second = await start(text, { options: { keep: first } });
    const logs = second.jobs.map(({ steps }) => steps.map(({ log }) => log.trim()).join());
    expect(logs).toEqual(["", "b 2", "c 1", "d 1"]);
    expect(second.result).toBe("success");
  });

  it("notes concurrency groups, of workflow and job", async () => {
    const run = await start(
      jobs(job("a", "true", `    concurrency: { group: "deploy-${expr("github.ref_name")}", queue: max }\n`)),
    );
    expect(run.jobs[0]?.groups).toEqual([{ name: "deploy-main", queue: "max", cancels: false }]);
  });
});
