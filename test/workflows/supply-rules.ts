import { isJsonObject, type Json, type JsonObject } from "../../src/prompts/reading/json.ts";
import { actionsOf, type Job, objectAt, textAt, type WorkflowRule } from "./workflow-file.ts";

const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const PINNED_LINE = /^\s*(?:-\s+)?uses: ([\w.-]+\/[\w./-]+@[0-9a-f]{40}) # v\d+\.\d+\.\d+$/;

/** A tag can be moved, a commit cannot. The comment says which version it is. */
export const actionsArePinned: WorkflowRule = ({ path, text, jobs }) => {
  const said = text.split("\n").flatMap((line) => PINNED_LINE.exec(line)?.[1] ?? []);
  return actionsOf(jobs).flatMap((uses) => {
    const place = said.indexOf(uses);
    if (PINNED.test(uses) && place >= 0) {
      said.splice(place, 1);
      return [];
    }
    return [`${path}: pin "${uses}" to a commit, with its version in a comment.`];
  });
};

const RUNNERS = /\b(npm|npx|pnpm|yarn|bunx?|corepack)(?:\s+([\w-]+))?((?:\s+--ignore-scripts)?)/g;

/** Nothing but the locked packages is installed, none of their scripts runs, and no package is fetched to be run. */
export const installsRunNoScripts: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap(({ id, script }) =>
    script
      .split("\n")
      .flatMap((line) =>
        [...line.matchAll(RUNNERS)]
          .filter(([, tool, verb = "", flag]) => !mayRun(tool ?? "", verb, flag ?? ""))
          .map(([found]) => `${path}: job ${id} runs "${found.trim()}" without --ignore-scripts.`),
      ),
  );

const mayRun = (tool: string, verb: string, flag: string): boolean =>
  tool === "npm" && (["run", "test", "start"].includes(verb) || (verb === "ci" && flag !== ""));

/** A named machine, not whatever is the latest. */
export const machinesAreNamed: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap(({ id, raw, calls }) => [
    ...(calls === "" && raw["runs-on"] !== "ubuntu-24.04"
      ? [`${path}: job ${id} does not run on ubuntu-24.04.`]
      : []),
    ...imagesOf(raw)
      .filter((image) => !/@sha256:[0-9a-f]{64}$/.test(image))
      .map((image) => `${path}: job ${id} uses the image "${image}" without its digest.`),
  ]);

function imagesOf(job: JsonObject): readonly string[] {
  const containers: readonly Json[] = [job["container"] ?? null, ...Object.values(objectAt(job, "services"))];
  return containers
    .map((container) => (isJsonObject(container) ? textAt(container, "image") : container))
    .filter((image): image is string => typeof image === "string");
}

/** An image says how it was made, is signed for in the same job, and stands on a base that was asked for by its digest. */
export const imagesAreProven: WorkflowRule = ({ path, jobs }) =>
  jobs.flatMap((job) =>
    job.steps
      .filter(({ uses }) => uses.startsWith("docker/build-push-action@"))
      .flatMap(({ with: given }) => faultsOfBuild(job, given))
      .map((fault) => `${path}: job ${job.id} ${fault}.`),
  );

function faultsOfBuild({ steps, script }: Job, given: JsonObject): readonly string[] {
  const isSigned = steps.some(({ uses }) => uses.startsWith("actions/attest@"));
  const isBaseChecked = /npm run release -- .*--base "\$\{NODE_IMAGE:-node:26-alpine\}"$/m.test(script);
  return [
    ...(given["provenance"] === "mode=max" && given["sbom"] === true
      ? []
      : ["builds an image without provenance and its parts list"]),
    ...(isSigned ? [] : ["builds an image that nobody signs for"]),
    ...(given["build-args"] === `NODE_IMAGE=\${{ vars.NODE_IMAGE }}` && isBaseChecked
      ? []
      : ["builds on a base image whose digest nobody looked at"]),
  ];
}
