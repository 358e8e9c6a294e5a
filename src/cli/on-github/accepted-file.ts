import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Acceptance, parseAcceptances } from "../../lifecycle/evidence/acceptance.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Json } from "../../prompts/reading/json.ts";

/** Hands accepted drops from one step of a job to the next; it lies outside of the checkout, where no commit can put one. */
export function writeAccepted(path: string, accepted: readonly Acceptance[]): void {
  writeFileSync(resolve(path), `${JSON.stringify(accepted, null, 2)}\n`);
}

/** Throws `Failure` with exit 2 for a file that is not there or was not written so. */
export function readAccepted(path: string): readonly Acceptance[] {
  const accepted = parseAcceptances(readJson(path));
  if (accepted !== undefined) return accepted;
  throw refused(path, "holds no accepted drops");
}

function readJson(path: string): Json {
  try {
    return JSON.parse(readFileSync(resolve(path), "utf8")) as Json;
  } catch (cause) {
    throw refused(path, "cannot be read", cause);
  }
}

const refused = (path: string, found: string, cause?: unknown): Failure =>
  new Failure(`${path} ${found}; nothing was promoted`, {
    exit: EXIT.usage,
    fix: "`npm run take-evidence -- --accepted FILE` writes it.",
    cause,
  });
