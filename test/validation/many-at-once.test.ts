import { expect, it } from "vitest";
import { createDiskFiles } from "../../src/prompts/adapters/disk-files.ts";
import { renderProblem } from "../../src/prompts/problem.ts";
import { readRepository } from "../../src/prompts/repository.ts";
import { validateRepository } from "../../src/validation/validate.ts";

const root = new URL("../fixtures/broken-repository", import.meta.url).pathname;

it("all problems of a repository come in one run, each with its place and what to do", () => {
  const { problems } = validateRepository(readRepository(createDiskFiles(root)));
  expect(problems.map(renderProblem)).toEqual([
    "prompt_registry.yaml:16:5: error[registry-dangling] the registry has a production version, but prompts/02-production/vanished.yaml does not exist. Restore the file from git, or run `npm run reconcile -- --fix`.",
    "prompts/00-templates/greeting.yaml:4:14: error[yaml-syntax] a quote that is never closed. Close it.",
    "prompts/00-templates/order_status.yaml:6:26: error[unknown-placeholder] {{custommer}} is not declared under input.properties in the task's metadata. Did you mean {{customer}}?",
    'prompts/01-examples/order_status/orders.jsonl:6:8: error[duplicate-example] example id "order-2" is taken (first at prompts/01-examples/order_status/orders.jsonl:2). Give one of the two another id.',
    "prompts/01-examples/support_reply/questions.jsonl:6:65: error[json-syntax] malformed JSON, invalid symbol at `So.}`. Write one JSON value a line.",
    "prompts/02-production/order_status.yaml:1:1: error[locked-file-changed] the locked file differs from what the registry recorded for version 1.0.0. Restore it from git; change the template or the metadata instead, and promote.",
    'prompts/03-metadata/greeting.yaml:2:1: error[unknown-key] unknown key "owner". Did you mean "owners"?',
    "prompts/03-metadata/support_reply.yaml:14:14: error[invalid-value] evaluation.threshold has the number NaN. Write a finite number.",
  ]);
});
