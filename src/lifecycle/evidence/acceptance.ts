import { isJsonObject, type Json } from "../../prompts/reading/json.ts";
import type { HostReview } from "../code-host.ts";

/** An owner's recorded word for a drop that is neither proven nor excluded. */
export interface Acceptance {
  readonly task: string;
  /** As GitHub names the person. */
  readonly by: string;
  readonly reason: string;
  /** Of the very evaluation that is accepted. */
  readonly evaluation_digest: string;
  readonly pull: number;
  /** The pull request's head that was reviewed. */
  readonly commit: string;
}

/** A line of a review that accepts, or tries to. */
export interface AcceptingLine {
  readonly task: string;
  readonly by: string;
  readonly reason: string;
}

export interface ReviewedPull {
  readonly author: string;
  readonly headCommit: string;
  readonly reviews: readonly HostReview[];
}

const LINE = /^[ \t]*accept[ \t]+([a-z][a-z0-9_-]{0,62})[ \t]*:[ \t]*(\S.*?)[ \t]*$/gim;
const LONGEST_REASON = 1000;

/** The line that an owner writes. */
export const acceptingLine = (task: string): string => `accept ${task}: reason`;

/** Lines of a text that accept a task's drop, as `accept <task>: reason`. */
const acceptingLines = (text: string): readonly { readonly task: string; readonly reason: string }[] =>
  [...text.matchAll(LINE)].map(([, task = "", reason = ""]) => ({
    task,
    reason: reason.slice(0, LONGEST_REASON),
  }));

/**
 * What approving reviews of exactly the newest head accept, but the author's own; a person who asks for changes afterwards takes
 * an approval back. Whether somebody owns the task is for the caller to find out.
 */
export function reviewedLines({ author, headCommit, reviews }: ReviewedPull): readonly AcceptingLine[] {
  return reviews.flatMap((review, at) => {
    const { author: by, state, commit, body } = review;
    const isTakenBack = reviews
      .slice(at + 1)
      .some((later) => later.author === by && later.state === "changes_requested");
    const counts = state === "approved" && commit === headCommit && !isSamePerson(by, author) && !isTakenBack;
    return counts && by !== "" ? acceptingLines(body).map((line) => ({ ...line, by })) : [];
  });
}

/** GitHub's names know no case. */
export const isSamePerson = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();

/** Acceptances as another command wrote them; undefined for anything else. */
export function parseAcceptances(value: Json): readonly Acceptance[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const all = value.flatMap((one) => acceptanceOf(one) ?? []);
  return all.length === value.length ? all : undefined;
}

function acceptanceOf(value: Json): Acceptance | undefined {
  if (!isJsonObject(value)) return undefined;
  const { task, by, reason, evaluation_digest, pull, commit } = value;
  const texts = [task, by, reason, evaluation_digest, commit];
  if (!texts.every((text) => typeof text === "string" && text !== "") || typeof pull !== "number")
    return undefined;
  return {
    ...{ task: String(task), by: String(by), reason: String(reason), commit: String(commit) },
    ...{ evaluation_digest: String(evaluation_digest), pull },
  };
}
