import { COMMENT_MARKER } from "../markdown/markdown-report.ts";

/** Which evaluation a comment shows. */
export interface CommentStamp {
  /** The pull request's head that was evaluated. */
  readonly head: string;
  readonly run: number;
  /** Grows with every re-run of the same run, from 1. */
  readonly attempt: number;
}

export interface ExistingComment {
  readonly id: number;
  readonly body: string;
  readonly isByBot: boolean;
}

export type CommentPlan =
  | { readonly kind: "add" }
  | { readonly kind: "edit"; readonly id: number }
  /** Something newer stands there, or is on its way. */
  | { readonly kind: "leave"; readonly why: string };

/** The text with its stamp behind the marker, where nobody sees it. */
export function stampedComment(text: string, { head, run, attempt }: CommentStamp): string {
  const stamp = `<!-- gpt-pipeline-hub:stamp ${head} ${run} ${attempt} -->`;
  return text.replace(COMMENT_MARKER, () => `${COMMENT_MARKER}\n${stamp}`);
}

/**
 * Where a result goes: into our one comment, never into a person's that merely looks like it, and never over the result of a
 * newer head or run. `newestHead` is what the pull request stands on now.
 */
export function planComment(
  existing: readonly ExistingComment[],
  stamp: CommentStamp,
  newestHead: string,
): CommentPlan {
  if (newestHead !== stamp.head)
    return { kind: "leave", why: `the pull request has moved on to ${newestHead.slice(0, 12)}` };
  const own = existing.find(({ body, isByBot }) => isByBot && body.startsWith(COMMENT_MARKER));
  if (own === undefined) return { kind: "add" };
  const shown = stampOf(own.body);
  if (shown !== undefined && shown.head === stamp.head && isNewer(shown, stamp))
    return { kind: "leave", why: `run ${shown.run}, attempt ${shown.attempt}, is shown already` };
  return { kind: "edit", id: own.id };
}

function stampOf(body: string): CommentStamp | undefined {
  const [, head, run, attempt] = /^<!-- gpt-pipeline-hub:stamp (\w+) (\d+) (\d+) -->$/m.exec(body) ?? [];
  return head === undefined ? undefined : { head, run: Number(run), attempt: Number(attempt) };
}

const isNewer = (shown: CommentStamp, own: CommentStamp): boolean =>
  shown.run > own.run || (shown.run === own.run && shown.attempt > own.attempt);
