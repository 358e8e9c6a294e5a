import type { CodeHost, PullRequest } from "../../lifecycle/code-host.ts";

export interface PullRequestOffer {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  /** As metadata lists them: `@user` or `@organisation/team`. */
  readonly owners: readonly string[];
}

export interface OpenedPullRequest {
  readonly pull: PullRequest;
  /** False where it was open already. */
  readonly isNew: boolean;
}

/** One open pull request of a branch, whoever asks how often; its owners are assigned. Throws `Failure`. */
export async function openPullRequest(host: CodeHost, offer: PullRequestOffer): Promise<OpenedPullRequest> {
  const [open] = await host.pullsFrom(offer.branch);
  if (open !== undefined) return { pull: open, isNew: false };
  const { branch, base, title, body } = offer;
  const pull = await host.openPull({ branch, base, title, body });
  // A team cannot be assigned; it is told by its mention in the text.
  const people = offer.owners.flatMap((owner) => /^@([\w-]+)$/.exec(owner)?.[1] ?? []);
  if (people.length > 0) await host.assign(pull.number, people);
  return { pull, isNew: true };
}
