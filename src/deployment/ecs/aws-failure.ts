import { EXIT, type ExitCode } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";

/** One call to AWS, for people. */
export interface AwsCall {
  /** As policies name it, for example `ecs:UpdateService`. */
  readonly action: string;
  /** What it was about, for example `service prompts in cluster web`. */
  readonly resource: string;
  /** Statement of the role's policy that allows it. */
  readonly statement: string;
}

/** AWS refused or could not be reached. Run again, a command looks where AWS is and goes on. */
export class AwsFailure extends Failure {
  /** The error's name as AWS gives it. */
  readonly code: string;
  /** Whether it may go well the next time: nobody knows whether AWS did what it was asked for. */
  readonly isTransient: boolean;

  constructor(
    message: string,
    fix: string,
    details: { readonly code: string; readonly exit: ExitCode; readonly cause: unknown },
  ) {
    super(message, { exit: details.exit, fix, cause: details.cause });
    this.code = details.code;
    this.isTransient = isTransient(details.code, details.cause);
  }
}

const AGAIN = "Run the command again: it looks where AWS is and goes on.";

const FIXES: readonly (readonly [codes: RegExp, said: string, fix: (call: AwsCall) => string])[] = [
  [
    /AccessDenied|UnauthorizedOperation|NotAuthorized|AuthorizationError/,
    "is not allowed",
    ({ action, statement }) =>
      `Allow ${action} in the statement ${statement} of the role's policy, then run it again.`,
  ],
  [
    /Expired|RequestExpired/,
    "was refused, because the credentials have expired",
    () => `Get new credentials. ${AGAIN}`,
  ],
  [
    /CredentialsProviderError|UnrecognizedClient|InvalidClientToken|InvalidSignature|SignatureDoesNotMatch/,
    "was not asked, because there are no usable credentials",
    () => "Set AWS_PROFILE or the credentials of a role, then run it again.",
  ],
  [
    /Throttling|TooManyRequests|RequestLimit/,
    "was throttled again and again",
    () => `Wait a little. ${AGAIN}`,
  ],
  [
    /ClusterNotFound/,
    "found no such cluster",
    () => "Mend the cluster's name in pipeline.config.yaml, or its region.",
  ],
  [
    /ServiceNotFound|ServiceNotActive/,
    "found no such active service",
    () => "Mend the service's name in pipeline.config.yaml, or create it.",
  ],
  [
    /RepositoryNotFound/,
    "found no such repository",
    () => "Mend the repository's name in pipeline.config.yaml, or create it.",
  ],
];

/** An error of the AWS SDK in words: the action, what it was about, what AWS said, the request's id, what helps. */
export function awsFailure(asked: AwsCall, error: unknown): AwsFailure {
  const { name: code, message } = error instanceof Error ? error : new Error(String(error));
  const call = refusedCall(asked, message);
  const known = FIXES.find(([codes]) => codes.test(code));
  const [said, fix] = known === undefined ? ["failed", AGAIN] : [known[1], known[2](call)];
  const id = requestId(error);
  const text = `${call.action} on ${call.resource} ${said} (${code}: ${oneLine(message)}${id === undefined ? "" : `, request ${id}`})`;
  const isSetUp =
    /Credentials|UnrecognizedClient|InvalidClientToken|InvalidSignature|SignatureDoesNotMatch/.test(code);
  return new AwsFailure(text, fix, { code, exit: isSetUp ? EXIT.usage : EXIT.unhealthy, cause: error });
}

/** Registering also needs rights that are not its own; AWS then names the one that is missing. */
const RIGHTS_BEHIND: Readonly<Record<string, string>> = {
  "iam:PassRole": "PassTaskRoles",
  "ecs:TagResource": "TagTaskDefinitions",
};

function refusedCall(asked: AwsCall, message: string): AwsCall {
  const action = /not authorized to perform: ([a-z]+:[A-Za-z]+)/.exec(message)?.[1] ?? asked.action;
  const statement = RIGHTS_BEHIND[action];
  return statement === undefined ? asked : { ...asked, action, statement };
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, 300);

function requestId(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("$metadata" in error)) return undefined;
  const { requestId: id } = error.$metadata as { readonly requestId?: string };
  return id;
}

const TRANSIENT =
  /Throttling|TooManyRequests|RequestLimit|Timeout|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|NetworkingError|ServerException|InternalError|ServiceUnavailable/;

function isTransient(code: string, cause: unknown): boolean {
  const system = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return TRANSIENT.test(code) || TRANSIENT.test(system);
}
