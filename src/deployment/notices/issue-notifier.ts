import type { CodeHost, HostIssue } from "../../lifecycle/code-host.ts";
import { alarmKey, type Notice } from "./notice.ts";
import type { Notifier } from "./notifier.ts";

/** Markdown of a notice, for the body of an issue and for a comment under it. */
export interface IssueTexts {
  body(notice: Notice): string;
  comment(notice: Notice): string;
}

/**
 * One open issue an alarm, found by a mark that readers do not see; its label, which outsiders cannot set, says that it is ours.
 * An alarm again is a comment, and its end closes the issue.
 */
export function createIssueNotifier(open: () => Promise<CodeHost>, texts: IssueTexts): Notifier {
  return {
    tell: async (notice) => {
      const host = await open();
      const issues = await host.issuesWith(notice.event);
      const known = issues.find(({ body }) => body.includes(markOf(alarmKey(notice))));
      if (notice.state === "ended")
        return known === undefined ? "no issue was open" : close(host, known, notice, texts);
      if (known === undefined) return openIssue(host, notice, texts);
      if (await isToldOn(host, known, notice))
        return `issue ${known.number} says so already: ${notice.title}`;
      await host.addComment(known.number, marked(notice, texts.comment(notice)));
      return `issue ${known.number} is open already, and has a new comment: ${notice.title}`;
    },
  };
}

async function openIssue(host: CodeHost, notice: Notice, texts: IssueTexts): Promise<string> {
  const { number } = await host.openIssue({
    title: notice.title,
    body: `${marked(notice, texts.body(notice))}\n${markOf(alarmKey(notice))}\n`,
    labels: [notice.event],
  });
  return `opened issue ${number}: ${notice.title}`;
}

async function close(host: CodeHost, { number, title }: HostIssue, notice: Notice, texts: IssueTexts) {
  await host.addComment(number, marked(notice, texts.comment(notice)));
  await host.closeIssue(number);
  return `closed issue ${number}: ${title}`;
}

async function isToldOn(host: CodeHost, { number, body }: HostIssue, { id }: Notice): Promise<boolean> {
  if (body.includes(markOf(id))) return true;
  return (await host.comments(number)).some((comment) => comment.body.includes(markOf(id)));
}

/**
 * Closes our open issues of an event whose alarm `isOver`, which is asked with a test for whether an issue is about a subject. For what
 * ends without anybody having kept that it began. Gives sentences.
 */
export async function closeAlarms(
  host: CodeHost,
  event: Notice["event"],
  isOver: (isAbout: (subject: string) => boolean) => boolean,
  comment: string,
): Promise<readonly string[]> {
  const said: string[] = [];
  for (const { number, title, body } of await host.issuesWith(event)) {
    const isAbout = (subject: string): boolean => body.includes(markOf(alarmKey({ event, subject })));
    if (!body.includes(MARK) || !isOver(isAbout)) continue;
    await host.addComment(number, comment);
    await host.closeIssue(number);
    said.push(`closed issue ${number}: ${title}`);
  }
  return said;
}

const MARK = "<!-- pipeline-notice ";

const markOf = (id: string): string => `${MARK}${id} -->`;

const marked = ({ id }: Notice, text: string): string => `${text}\n${markOf(id)}`;
