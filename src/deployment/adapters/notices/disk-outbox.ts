import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withRepositoryLock } from "../../../lifecycle/adapters/repository-lock.ts";
import { storeFile } from "../../../lifecycle/adapters/store-file.ts";
import { RepositoryLocked } from "../../../lifecycle/write-store.ts";
import { SCRATCH_FOLDER } from "../../../prompts/layout.ts";
import { sha256 } from "../../../prompts/sha256.ts";
import type { NoticeOutbox, WaitingNotice } from "../../notices/notice-outbox.ts";

export const NOTICES_FOLDER = `${SCRATCH_FOLDER}/notices`;

/** A file a notice and place in `.pipeline/notices/`; what was told leaves an empty one in `told/`. */
export function createDiskOutbox(root: string): NoticeOutbox {
  const folder = join(root, NOTICES_FOLDER);
  const pathOf = (waiting: WaitingNotice): string => join(folder, `${nameOf(waiting)}.json`);
  const toldPath = (waiting: WaitingNotice): string => join(folder, "told", nameOf(waiting));
  return {
    put: (waiting) => {
      if (!existsSync(toldPath(waiting))) storeFile(pathOf(waiting), JSON.stringify(waiting));
    },
    waiting: () =>
      filesIn(folder)
        .flatMap((name) => readWaiting(join(folder, name)) ?? [])
        .sort((a, b) => Date.parse(a.notice.at) - Date.parse(b.notice.at)),
    markTold: (waiting) => {
      storeFile(toldPath(waiting), "");
      rmSync(pathOf(waiting), { force: true });
    },
    wasTold: (waiting) => existsSync(toldPath(waiting)),
    keep: (waiting, why) => storeFile(pathOf(waiting), JSON.stringify({ ...waiting, why })),
    drop: (waiting) => rmSync(pathOf(waiting), { force: true }),
    alone: async (work) => {
      try {
        return await withRepositoryLock(join(folder, "lock"), work);
      } catch (error) {
        if (error instanceof RepositoryLocked) return undefined;
        throw error;
      }
    },
  };
}

const nameOf = ({ notice, to }: WaitingNotice): string => `${notice.id}-${sha256(to).slice(0, 8)}`;

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];

/** Undefined for a file that another command has just taken away, and for one that is broken. */
function readWaiting(path: string): WaitingNotice | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as WaitingNotice;
  } catch {
    return undefined;
  }
}
