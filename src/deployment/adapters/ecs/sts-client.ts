import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { EXIT } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import { awsFailure } from "../../ecs/aws-failure.ts";
import type { AwsSettings } from "./aws-settings.ts";

export interface ExpectedIdentity {
  readonly account: string;
  /** Name of the role that has to be assumed, where pipeline.config.yaml names one. */
  readonly role?: string;
}

/** Throws `Failure` with exit 2 where the credentials are of another account or role than pipeline.config.yaml says. */
export async function requireIdentity(settings: AwsSettings, expected: ExpectedIdentity): Promise<void> {
  const { account, arn } = await askIdentity(settings);
  if (account !== expected.account) throw wrong(`account ${account}`, `account ${expected.account}`);
  if (expected.role === undefined || arn.includes(`:assumed-role/${expected.role}/`)) return;
  throw wrong(arn, `the role ${expected.role}`);
}

async function askIdentity(
  settings: AwsSettings,
): Promise<{ readonly account: string; readonly arn: string }> {
  try {
    const { Account: account = "", Arn: arn = "" } = await new STSClient(settings).send(
      new GetCallerIdentityCommand({}),
    );
    return { account, arn };
  } catch (error) {
    const call = { action: "sts:GetCallerIdentity", resource: "the credentials", statement: "none" };
    throw awsFailure(call, error);
  }
}

function wrong(found: string, wanted: string): Failure {
  return new Failure(`the AWS credentials are of ${found}, not of ${wanted}; nothing was touched`, {
    exit: EXIT.usage,
    fix: "Choose the right AWS_PROFILE or role, or mend pipeline.config.yaml.",
  });
}
