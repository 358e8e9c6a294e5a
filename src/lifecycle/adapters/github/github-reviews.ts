import { type CodeHost, HostRefused, type HostReview } from "../../code-host.ts";
import { ask, type Octokit, PAGE, type Place } from "./github-requests.ts";

const STATES: Readonly<Record<string, HostReview["state"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes_requested",
  DISMISSED: "dismissed",
  PENDING: "pending",
};

/** Who said what of a pull request, and who belongs to whom. */
export function githubReviews(
  { rest, paginate }: Octokit,
  place: Place,
): Pick<CodeHost, "reviews" | "isInTeam"> {
  return {
    reviews: (number) =>
      ask(`reading the reviews of pull request ${number}`, async () => {
        const all = await paginate(rest.pulls.listReviews, { ...place, ...PAGE, pull_number: number });
        return all.map(({ user, state, body, commit_id }) => ({
          author: user?.login ?? "",
          state: STATES[state] ?? "commented",
          body,
          commit: commit_id ?? "",
        }));
      }),
    isInTeam: async (organization, team, login) => {
      const wanted = { org: organization, team_slug: team, username: login };
      try {
        const { data } = await ask("looking into a team", () => rest.teams.getMembershipForUserInOrg(wanted));
        return data.state === "active";
      } catch (error) {
        if (error instanceof HostRefused && (error.status === 403 || error.status === 404)) return false;
        throw error;
      }
    },
  };
}
