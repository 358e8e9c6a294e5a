import type { AwsSettings } from "../../../deployment/adapters/ecs/aws-settings.ts";

const MOST_ATTEMPTS = 6;

/** The SDK tells users which Node its later versions will need; that is a matter of ours. */
const NO_WARNING = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";

/** How this command's clients of AWS are made for a region. */
export function awsClientSettings(region: string): AwsSettings {
  process.env[NO_WARNING] ??= "true";
  return { region, maxAttempts: MOST_ATTEMPTS };
}
