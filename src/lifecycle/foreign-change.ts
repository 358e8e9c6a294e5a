import { isAuthoredPath, isDataPath } from "./authored-path.ts";

/** One path as a commit changes it. */
export interface ChangedPath {
  readonly path: string;
  /** As git writes it: `100644`, `120000` for a link, `000000` where the path is gone. */
  readonly mode: string;
  /** Of the new content; empty where the path is gone. */
  readonly blob: string;
  /** Of the new content. */
  readonly bytes: number;
}

/** What of somebody else's change may be evaluated with our code and our key. */
export interface TakenChange {
  readonly taken: readonly ChangedPath[];
  /** Paths that stay as they are here: code, configuration, records. */
  readonly ignored: readonly string[];
  /** Why nothing at all is taken, as sentences. */
  readonly refusals: readonly string[];
}

export const CHANGE_LIMITS = { files: 2000, fileBytes: 8 * 1024 * 1024, bytes: 64 * 1024 * 1024 } as const;

const PLAIN_FILE = "100644";
const GONE = "000000";

/** Takes data files of authors and nothing else; one that is no plain file, no data, or too large refuses the change as a whole. */
export function selectForeignChange(changed: readonly ChangedPath[]): TakenChange {
  const taken = changed.filter(({ path }) => isAuthoredPath(path));
  const ignored = changed.map(({ path }) => path).filter((path) => !isAuthoredPath(path));
  const total = taken.reduce((sum, { bytes }) => sum + bytes, 0);
  const refusals = [
    ...taken.flatMap((one) => refusalOf(one) ?? []),
    ...(taken.length > CHANGE_LIMITS.files
      ? [`${taken.length} files are more than ${CHANGE_LIMITS.files}`]
      : []),
    ...(total > CHANGE_LIMITS.bytes ? [`${total} bytes are more than ${CHANGE_LIMITS.bytes}`] : []),
  ];
  return { taken, ignored, refusals };
}

function refusalOf({ path, mode, bytes }: ChangedPath): string | undefined {
  if (mode === GONE) return undefined;
  if (mode === "120000") return `${path} is a link`;
  if (mode !== PLAIN_FILE) return `${path} is no plain file (mode ${mode})`;
  if (!isDataPath(path)) return `${path} is no data file`;
  return bytes > CHANGE_LIMITS.fileBytes
    ? `${path} has ${bytes} bytes, and ${CHANGE_LIMITS.fileBytes} are the most`
    : undefined;
}
