import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeAlarms, createIssueNotifier } from "../../../src/deployment/notices/issue-notifier.ts";
import { createGithub } from "../../../src/lifecycle/adapters/github/github.ts";
import { noticeBody, noticeComment } from "../../../src/reporting/on-github/notice-issue.ts";
import { aNotice } from "../../builders/notice.ts";
import { type FakeGithub, startFakeGithub } from "../../fakes/fake-github.ts";

let github: FakeGithub;

beforeEach(async () => {
  github = await startFakeGithub();
});

afterEach(() => github.close());

function notifier(permissions: Readonly<Record<string, string>> = { issues: "write" }, login?: string) {
  const { repository, url: apiUrl } = github;
  const token = github.issueToken(permissions, login);
  const texts = { body: noticeBody, comment: noticeComment };
  return createIssueNotifier(async () => createGithub({ repository, token, apiUrl }), texts);
}

const issues = () => github.state.issues.map(({ title, state, labels }) => `${state} ${labels}: ${title}`);
const again = aNotice({ operation: "op-2" });
const ended = aNotice({
  operation: "op-3",
  state: "ended",
  reasons: ["release 8 is verified there now"],
  fix: "",
});

describe("an issue for an alarm", () => {
  it("is opened once, gets a comment when it happens again, and is closed by its end", async () => {
    const place = notifier();
    expect(await place.tell(aNotice())).toContain("opened issue");
    expect(await place.tell(again)).toContain("has a new comment");
    expect(issues()).toEqual(["open rollback: shop/production: rolled back"]);
    expect(await place.tell(ended)).toContain("closed issue");
    expect(issues()).toEqual(["closed rollback: shop/production: rolled back"]);
    expect(github.state.comments.map(({ body }) => body.split("\n")[0])).toEqual([
      "**Again.**",
      "- release 8 is verified there now",
    ]);
  });

  it("is told the same notice once, by whomever and however often", async () => {
    for (const login of ["github-actions[bot]", "ada"]) {
      await notifier({ issues: "write" }, login).tell(aNotice());
      await notifier({ issues: "write" }, login).tell(again);
    }
    expect(github.state.issues).toHaveLength(1);
    expect(github.state.comments).toHaveLength(1);
  });

  it("is closed without its notice where the alarm is over, and only then; issues of others stay", async () => {
    const place = notifier();
    const tone = aNotice({ subject: "shop/staging", title: "shop/staging: rolled back" });
    for (const notice of [aNotice(), tone]) await place.tell(notice);
    const { repository, url: apiUrl } = github;
    const host = createGithub({ repository, token: github.issueToken({ issues: "write" }), apiUrl });
    await host.openIssue({ title: "somebody's own", body: "", labels: ["rollback"] });
    const said = await closeAlarms(host, "rollback", (isAbout) => !isAbout("shop/staging"), "It is over.");
    expect(said).toHaveLength(1);
    expect(issues()).toEqual([
      "closed rollback: shop/production: rolled back",
      "open rollback: shop/staging: rolled back",
      "open rollback: somebody's own",
    ]);
    expect(github.state.comments.map(({ body }) => body)).toEqual(["It is over."]);
  });

  it("is another one for another subject and for another event", async () => {
    const place = notifier();
    await place.tell(aNotice());
    await place.tell(aNotice({ subject: "shop/staging", title: "shop/staging: rolled back" }));
    await place.tell(aNotice({ event: "held", title: "shop/production: held" }));
    expect(github.state.issues).toHaveLength(3);
    await place.tell(ended);
    expect(github.state.issues.map(({ state }) => state)).toEqual(["closed", "open", "open"]);
  });

  it("is not needed for an end that nothing came before", async () => {
    expect(await notifier().tell(ended)).toBe("no issue was open");
    expect(github.state.issues).toEqual([]);
  });

  it("is refused with what to change where the token may not write issues", async () => {
    await expect(notifier({ issues: "read" }).tell(aNotice())).rejects.toMatchObject({
      message: expect.stringContaining("403"),
      fix: expect.stringContaining("permission"),
    });
  });

  it("lets nothing in a reason become markup or a mention", async () => {
    await notifier().tell(aNotice({ reasons: ["<img src=x> @everyone [x](http://x)"] }));
    const [{ body } = { body: "" }] = github.state.issues;
    expect(body).not.toMatch(/<img|@everyone|\]\(http/);
  });
});
