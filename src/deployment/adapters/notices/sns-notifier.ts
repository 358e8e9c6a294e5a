import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { awsFailure } from "../../ecs/aws-failure.ts";
import type { Notice } from "../../notices/notice.ts";
import type { Notifier } from "../../notices/notifier.ts";

const PATIENCE_MS = 10_000;
const ATTEMPTS = 3;
/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: ASCII, less than 100 characters, no line break. */
const LONGEST_SUBJECT = 99;

/** Publishes a notice as one JSON document. Where AWS is, and as whom it is asked, the environment says. */
export function createSnsNotifier(topicArn: string): Notifier {
  const region = topicArn.split(":")[3] ?? "";
  const requestHandler = { connectionTimeout: PATIENCE_MS, requestTimeout: PATIENCE_MS };
  const client = new SNSClient({ region, maxAttempts: ATTEMPTS, requestHandler });
  return {
    tell: async (notice) => {
      try {
        await client.send(new PublishCommand(publication(topicArn, notice)));
        return `topic ${topicArn} took "${notice.title}"`;
      } catch (error) {
        const call = { action: "sns:Publish", resource: `topic ${topicArn}`, statement: "PublishAlerts" };
        throw awsFailure(call, error);
      }
    },
  };
}

function publication(topicArn: string, notice: Notice) {
  const { id, event, state, subject, title } = notice;
  const text = (value: string) => ({ DataType: "String", StringValue: value });
  const isOrdered = topicArn.endsWith(".fifo");
  return {
    TopicArn: topicArn,
    Subject: title.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, LONGEST_SUBJECT),
    Message: JSON.stringify(notice),
    MessageAttributes: { event: text(event), state: text(state), subject: text(subject) },
    ...(isOrdered ? { MessageGroupId: subject.replaceAll("/", "."), MessageDeduplicationId: id } : {}),
  };
}
