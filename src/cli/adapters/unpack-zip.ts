import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { unzipSync } from "fflate";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";

/** What an archive may hold, unpacked. */
export interface UnpackLimits {
  readonly files: number;
  readonly bytes: number;
}

/** Unpacks a ZIP file into a folder. Throws `Failure` for one that is broken, too large, or names a place outside of it. */
export function unpackZip(zip: Uint8Array, folder: string, limits: UnpackLimits): void {
  for (const [name, bytes] of Object.entries(readZip(zip, limits))) {
    if (name.endsWith("/")) continue;
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

function readZip(zip: Uint8Array, limits: UnpackLimits): Readonly<Record<string, Uint8Array>> {
  let [files, bytes] = [0, 0];
  try {
    return unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        files += 1;
        bytes += originalSize;
        if (files > limits.files || bytes > limits.bytes) throw refused("it holds too much");
        if (!staysInside(name)) throw refused(`it names ${JSON.stringify(name)}, a place outside of it`);
        return true;
      },
    });
  } catch (cause) {
    throw cause instanceof Failure ? cause : refused("it is no ZIP file");
  }
}

const staysInside = (name: string): boolean =>
  !name.includes("\\") &&
  !name.includes("\0") &&
  !name.startsWith("/") &&
  !/^\.\.(\/|$)/.test(normalize(name));

const refused = (found: string): Failure =>
  new Failure(`the archive was not unpacked: ${found}`, {
    exit: EXIT.invalidContent,
    fix: "Evaluate again.",
  });
