import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeSns {
  /** What the SDK needs of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** The fields of every publication that was taken. */
  readonly published: readonly URLSearchParams[];
  /** From now on every call is refused with this code. */
  refuse(code: string): void;
  close(): Promise<void>;
}

/** SNS over HTTP on 127.0.0.1, for the real SDK: it takes `Publish` with a topic, a message and a signature, and nothing else. */
export async function startFakeSns(): Promise<FakeSns> {
  const published: URLSearchParams[] = [];
  let refusal: string | undefined;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const fields = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
    const fault = refusal ?? faultOf(fields, request.headers.authorization ?? "");
    if (fault === undefined) published.push(fields);
    response.writeHead(fault === undefined ? 200 : 403, { "content-type": "text/xml" });
    response.end(fault === undefined ? TAKEN : refusedWith(fault));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    environment: {
      AWS_ENDPOINT_URL_SNS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
    published,
    refuse: (code) => {
      refusal = code;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function faultOf(fields: URLSearchParams, authorization: string): string | undefined {
  if (fields.get("Action") !== "Publish") return "InvalidAction";
  if (!/\/eu-central-1\/sns\/aws4_request/.test(authorization)) return "SignatureDoesNotMatch";
  const subject = fields.get("Subject") ?? "";
  if (!/^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(subject) || !fields.get("Message")) return "InvalidParameter";
  return fields.get("TopicArn")?.startsWith("arn:aws:sns:eu-central-1:") ? undefined : "NotFound";
}

const NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";
const TAKEN = `<PublishResponse xmlns="${NAMESPACE}"><PublishResult><MessageId>m-1</MessageId></PublishResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></PublishResponse>`;
const refusedWith = (code: string): string =>
  `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>it was refused</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`;
