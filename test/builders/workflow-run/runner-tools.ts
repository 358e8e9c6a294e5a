import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LAUNCHER } from "../command-process.ts";

const NPM = `#!/bin/bash
case "$1" in
  ci) exit 0 ;;
  run)
    shift
    name=$1
    shift
    [ "\${1:-}" = -- ] && shift
    exec "${process.execPath}" "${LAUNCHER}" "$name" "$@"
    ;;
  *)
    echo "this npm knows no $1" >&2
    exit 1
    ;;
esac
`;

/**
 * A folder for the path of a machine on which the package is installed already: `npm ci` has nothing to do, `npm run NAME` starts the
 * tree's own command.
 */
export function runnerTools(folder: string): string {
  const place = join(folder, "tools");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "npm"), NPM);
  chmodSync(join(place, "npm"), 0o755);
  return place;
}
