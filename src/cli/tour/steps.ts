import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EvalReport } from "../../evaluation/report.ts";
import type { JsonObject } from "../../prompts/reading/json.ts";
import { runNote } from "./run-notes.ts";
import { errorOf, expectStep, listOf, note, type TourGround } from "./tour.ts";
import { withClosingMessage } from "./worse-template.ts";

const GIT = ["--commit", "--push"] as const;

const reportsOf = (document: JsonObject): readonly EvalReport[] =>
  listOf(document, "runs") as unknown as readonly EvalReport[];

export async function validateStep({ command, tell }: TourGround): Promise<void> {
  const run = await command("validate");
  const counts = run.document["counts"] as JsonObject | undefined;
  expectStep(
    "validate",
    run.exit === 0,
    `no problem in the files, got ${errorOf(run)} ${JSON.stringify(listOf(run.document, "problems").slice(0, 3))}`,
  );
  tell({
    state: "done",
    title: "validate",
    durationMs: run.durationMs,
    detail: `${counts?.["tasks"]} tasks, ${counts?.["examples"]} examples, no problem`,
  });
}

/** Applies the edit that ships with the sample content; without it, whatever differs from production is evaluated. */
export async function improveStep({ root, git, tell }: TourGround): Promise<void> {
  const started = performance.now();
  const patch = join(root, "demo", "improve.patch");
  if (!existsSync(patch)) {
    tell({
      state: "skipped",
      title: "improve one candidate",
      detail: "demo/improve.patch is not here: the candidates stay as they are",
    });
    return;
  }
  git("apply", patch);
  const files = git("diff", "--name-only").trim().split("\n");
  git("commit", "--quiet", "--all", "-m", "feat(prompts): teach the reader more words");
  git("push", "--quiet");
  const lines = git("show", "--format=", "--unified=0", "HEAD")
    .split("\n")
    .filter((line) => /^\+[^+]/.test(line));
  tell({
    state: "done",
    title: "improve one candidate",
    durationMs: performance.now() - started,
    detail: `an author edits ${files.join(", ")}`,
    notes: lines.slice(0, 3).map((line) => note(line.slice(1, 97))),
  });
}

export async function evaluateStep({ command, tell, root }: TourGround): Promise<readonly EvalReport[]> {
  const out = join(root, ".pipeline", "reports");
  const run = await command("eval-runner", "--all", "--report", "html,markdown", "--out", out);
  const reports = reportsOf(run.document);
  expectStep(
    "evaluate",
    run.exit === 0 && reports.length > 0,
    `every ready task to pass, got ${errorOf(run)} ${reports.map(({ task, verdict }) => `${task} ${verdict}`).join(", ")}`,
  );
  tell({
    state: "done",
    title: "evaluate and judge the gate",
    durationMs: run.durationMs,
    detail: `${reports.length} tasks, candidate against production`,
    notes: reports.map(runNote),
  });
  return reports;
}

export interface Promoted {
  readonly task: string;
  readonly from: string | null;
  readonly version: string;
}

export async function promoteStep({ command, git, tell }: TourGround): Promise<readonly Promoted[]> {
  const run = await command("promote", "--all-ready", "--commit", "--tag", "--push");
  const promoted = listOf(run.document, "promoted") as unknown as readonly (Promoted & {
    readonly change: string;
  })[];
  expectStep("promote", run.exit === 0, `the passing candidates to be promoted, got ${errorOf(run)}`);
  for (const { task, version } of promoted) {
    const tag = `prompt/${task}/v${version}`;
    expectStep(
      "promote",
      git("ls-remote", "--tags", "origin", tag).includes(tag),
      `tag ${tag} to have arrived at the remote`,
    );
  }
  tell({
    state: "done",
    title: "promote on that evidence",
    durationMs: run.durationMs,
    detail:
      promoted.length === 0
        ? "every candidate is in production already"
        : "archived, versioned, committed, tagged, pushed",
    notes: promoted.map(({ task, from, version, change }) =>
      note(`${task} ${from ?? "(new)"} -> ${version}: ${change}`),
    ),
  });
  return promoted;
}

export async function deployStep({ command, tell }: TourGround): Promise<string> {
  const run = await command("deploy", ...GIT, "--tag");
  const state = run.document["state"] as JsonObject | undefined;
  expectStep(
    "deploy",
    run.exit === 0 && state?.["status"] === "verified",
    `the release to be verified, got ${errorOf(run)} ${JSON.stringify(run.document["reasons"] ?? "")}`,
  );
  tell({
    state: "done",
    title: "deploy and evaluate what is live",
    durationMs: run.durationMs,
    detail: `release ${state?.["release"]} verified on ${run.document["service"]}/${run.document["environment"]}`,
    notes: [
      note(`the prompt service answers at ${run.document["url"]}`),
      ...reportsOf(run.document).map(runNote),
    ],
  });
  return String(run.document["url"]);
}

/** Ships a prompt that forgets its data, against the evidence, as people do in a hurry. */
export async function drillStep({ command, git, root, tell }: TourGround, task: string): Promise<void> {
  const started = performance.now();
  const status = await command("status");
  expectStep("drill", status.exit === 0, "status to answer");
  const template =
    git("ls-files", `prompts/00-templates/**/${task}.yaml`, `prompts/00-templates/${task}.yaml`)
      .trim()
      .split("\n")[0] ?? "";
  writeFileSync(join(root, template), withClosingMessage(readFileSync(join(root, template), "utf8")));
  git("commit", "--quiet", "--all", "-m", `chore(prompts): a closing message for ${task}`);
  git("push", "--quiet");
  const run = await command(
    "promote",
    "--task",
    task,
    "--override",
    "--reason",
    "drill",
    "--commit",
    "--tag",
    "--push",
  );
  const [promoted] = listOf(run.document, "promoted");
  expectStep(
    "drill",
    run.exit === 0 && promoted !== undefined,
    `the override to be carried out and recorded, got ${errorOf(run)}`,
  );
  tell({
    state: "done",
    title: "drill: ship a worse prompt",
    durationMs: performance.now() - started,
    detail: `promote --override --reason drill: ${task} ${promoted?.["from"]} -> ${promoted?.["version"]}`,
    notes: [note("a last message without data was added: the model no longer sees the part")],
  });
}

export async function rollbackStep({ command, git, tell }: TourGround, task: string): Promise<void> {
  const before = git("rev-parse", "HEAD").trim();
  const run = await command("deploy", ...GIT, "--tag");
  const outcomes = listOf(run.document, "tasks");
  const own = outcomes.find((outcome) => outcome["task"] === task);
  expectStep(
    "rollback",
    run.exit === 5 && own?.["status"] === "quarantined",
    `${task} to be rolled back for a measured regression, got ${errorOf(run)} ${JSON.stringify(outcomes)}`,
  );
  const url = String(run.document["url"]);
  const live = (await (await fetch(`${url}/version`)).json()) as {
    readonly prompts: Readonly<Record<string, { readonly version: string }>>;
  };
  expectStep(
    "rollback",
    live.prompts[task]?.version === own?.["instead"],
    `the running service to answer ${task} with ${own?.["instead"]}`,
  );
  expectStep(
    "rollback",
    git("rev-parse", "origin/main").trim() !== before,
    "the rollback to have been committed and pushed",
  );
  const others = Object.entries(live.prompts)
    .filter(([name]) => name !== task)
    .map(([name, { version }]) => `${name} ${version}`);
  tell({
    state: "done",
    title: "live evaluation finds it",
    durationMs: run.durationMs,
    detail: `${task} ${own?.["version"]} rolled back to ${own?.["instead"]} by itself`,
    notes: [
      ...reportsOf(run.document).map(runNote),
      note(`the rest of the release stays: ${others.join(", ") || "nothing else is served"}`),
      note(`git: ${git("log", "-1", "--format=%s").trim()}`),
    ],
  });
}

export async function refusedStep({ command, tell }: TourGround, task: string): Promise<void> {
  const run = await command("promote", "--task", task, "--override", "--reason", "once more");
  const error = run.document["error"] as JsonObject | undefined;
  expectStep(
    "refuse",
    run.exit === 5 && error !== undefined,
    `the same bytes to stay refused, got ${errorOf(run)}`,
  );
  const valid = await command("validate");
  expectStep(
    "refuse",
    valid.exit === 0,
    `the repository to be valid after the rollback, got ${errorOf(valid)} ${JSON.stringify(listOf(valid.document, "problems").slice(0, 3))}`,
  );
  tell({
    state: "done",
    title: "the same bytes stay refused",
    durationMs: run.durationMs + valid.durationMs,
    detail: String(error?.["message"] ?? ""),
    notes: [note("validate: the repository is good; git, registry and audit say what happened")],
  });
}

export async function statusStep({ command, tell, root }: TourGround): Promise<void> {
  const page = join(root, ".pipeline", "status.html");
  const run = await command("status", "--html", page);
  expectStep("status", run.exit === 0 && existsSync(page), `the status page, got ${errorOf(run)}`);
  const rows = listOf(run.document, "tasks");
  tell({
    state: "done",
    title: "status",
    durationMs: run.durationMs,
    detail: "what runs where, on which evidence",
    notes: rows.map((row) =>
      note(`${row["task"]} ${row["version"]}, ${row["status"]}, by ${row["by"] ?? "unknown"}`),
    ),
  });
}
