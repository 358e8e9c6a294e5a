import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsError, ECS_ACTIONS } from "./ecs-actions.ts";
import type { EcsModel } from "./ecs-model.ts";
import { shapeFaults } from "./request-shapes.ts";

/** What a call meets: `before` it does nothing, `after` it is done and the reply is lost. */
export type Fault =
  | { readonly kind: "error"; readonly code: string; readonly message: string; readonly status?: number }
  | { readonly kind: "lost_reply" };

export interface Image {
  readonly digest: string;
  readonly tags: readonly string[];
  /** Of its manifest. */
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface AwsState {
  readonly ecs: EcsModel;
  /** Services in other clusters of the same account and region. */
  readonly others: EcsModel[];
  readonly images: Image[];
  account: string;
  role: string;
  /** Names of the actions in the order of their arrival. */
  readonly calls: string[];
  /** `action role` of every call whose credentials came from assuming a role. */
  readonly callers: Set<string>;
  /** Requests that AWS would refuse for their shape. */
  readonly violations: string[];
  /** Asked before every call; `nth` counts the calls of that action from 1. */
  fault: (action: string, nth: number) => Fault | undefined;
}

export interface AwsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** ECS, ECR and STS over HTTP on loopback, for the real SDK. */
export async function startAwsServer(state: AwsState): Promise<AwsServer> {
  const server = createServer((request, response) => void answer(state, request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(state: AwsState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await textOf(request);
  const target = String(request.headers["x-amz-target"] ?? "");
  const action =
    target === "" ? (new URLSearchParams(text).get("Action") ?? "") : (target.split(".")[1] ?? "");
  state.calls.push(action);
  const assumed = assumedRole(request);
  if (assumed !== undefined) state.callers.add(`${action} ${assumed.role}`);
  const fault = state.fault(action, state.calls.filter((each) => each === action).length);
  if (fault?.kind === "error") return refuse(response, fault);
  try {
    const body = await perform({ ...state, ...assumed }, action, text);
    if (fault?.kind === "lost_reply") request.socket.destroy();
    else send(response, 200, body);
  } catch (error) {
    const { message } = error as Error;
    refuse(response, { code: error instanceof AwsError ? error.code : "ServerException", message });
  }
}

async function perform(state: AwsState, action: string, text: string): Promise<string> {
  if (action === "GetCallerIdentity") return identity(state);
  const body = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const faults = shapeFaults(action, body);
  state.violations.push(...faults);
  if (faults.length > 0) throw new AwsError("InvalidParameterException", faults.join("; "));
  if (action === "DescribeImages") return JSON.stringify(describeImages(state, body));
  if (action === "BatchGetImage") return JSON.stringify(batchGetImage(state, body));
  const perform = ECS_ACTIONS[action];
  if (perform === undefined) throw new AwsError("UnsupportedFeatureException", `${action} is not there`);
  return JSON.stringify(await perform(modelOf(state, body), body));
}

const modelOf = ({ ecs, others }: AwsState, body: Readonly<Record<string, unknown>>): EcsModel =>
  others.find((model) => model.isMeant(body)) ?? ecs;

/** Credentials of a role carry its ARN in their session token here. */
function assumedRole({ headers }: IncomingMessage): Pick<AwsState, "account" | "role"> | undefined {
  const token = String(headers["x-amz-security-token"] ?? "");
  const [, account, role] = /^arn:aws:iam::(\d{12}):role\/([\w-]+)$/.exec(token) ?? [];
  return account === undefined || role === undefined ? undefined : { account, role };
}

function describeImages({ images }: AwsState, { imageIds }: Readonly<Record<string, unknown>>): unknown {
  const [id] = imageIds as readonly { readonly imageTag?: string; readonly imageDigest?: string }[];
  const found = images.find(
    ({ digest, tags }) =>
      digest === id?.imageDigest || (id?.imageTag !== undefined && tags.includes(id.imageTag)),
  );
  if (found === undefined) throw new AwsError("ImageNotFoundException", "The image does not exist.");
  return { imageDetails: [{ imageDigest: found.digest, imageTags: found.tags }] };
}

const INDEX = "application/vnd.oci.image.index.v1+json";

/** What it does not find is no error of the call, but told in its answer. */
function batchGetImage({ images }: AwsState, body: Readonly<Record<string, unknown>>): unknown {
  const [imageId] = body["imageIds"] as readonly { readonly imageDigest?: string }[];
  const found = images.find(({ digest }) => digest === imageId?.imageDigest);
  const accepted = body["acceptedMediaTypes"];
  if (found === undefined || !Array.isArray(accepted) || !accepted.includes(INDEX))
    return { images: [], failures: [{ imageId, failureCode: "ImageNotFound", failureReason: "not found" }] };
  const { digest: imageDigest, annotations } = found;
  const manifest = { schemaVersion: 2, mediaType: INDEX, manifests: [], annotations };
  const image = { imageId: { imageDigest }, imageManifest: JSON.stringify(manifest) };
  return { images: [image], failures: [] };
}

function identity({ account, role }: AwsState): string {
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/session`;
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>U</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
}

function refuse(
  response: ServerResponse,
  {
    code,
    message,
    status = 400,
  }: { readonly code: string; readonly message: string; readonly status?: number },
): void {
  send(response, status, JSON.stringify({ __type: code, message, Message: message }));
}

function send(response: ServerResponse, status: number, body: string): void {
  const type = body.startsWith("<") ? "text/xml" : "application/x-amz-json-1.1";
  response.writeHead(status, { "content-type": type, "x-amzn-requestid": "request-1" });
  response.end(body);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
