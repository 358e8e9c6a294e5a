import type { Provider } from "../../../evaluation/request.ts";
import type { PipelineConfig } from "../../../prompts/config.ts";
import type { Prompt } from "../../../prompts/records/production-prompt.ts";
import { usage } from "../../frame/parse-flags.ts";
import { createProviders, type ProviderSettings } from "./providers.ts";

/** Providers as the flags ask for them. Throws `Failure` with exit 2 for a missing key or an address that is not allowed. */
export function askedProviders(settings: ProviderSettings): (prompt: Prompt) => Promise<Provider> {
  const { config, baseUrl } = settings;
  const providerOf = createProviders(settings);
  return async (prompt) => {
    if (baseUrl !== undefined) requireListed(config, prompt.model.provider, baseUrl);
    return providerOf(prompt);
  };
}

/** The same, but made at the first question: what is never asked needs no key. */
export function latentProviders(settings: ProviderSettings): (prompt: Prompt) => Promise<Provider> {
  const providerOf = askedProviders(settings);
  return async (prompt) => {
    const name = prompt.model.provider;
    return {
      name,
      deterministic: settings.config.providers[name]?.kind === "offline",
      ask: async (request, signal) => (await providerOf(prompt)).ask(request, signal),
    };
  };
}

/** A change of flags or metadata must not send a key elsewhere: only to addresses that the configuration lists for that key. */
function requireListed({ providers }: PipelineConfig, name: string, wanted: string): void {
  const key = providers[name]?.key_env;
  const listed = Object.values(providers).filter((one) => one.base_url !== undefined && one.key_env === key);
  const known = listed.flatMap(({ base_url }) => base_url ?? []);
  if (known.includes(wanted)) return;
  throw usage(
    { name: "eval-runner" },
    `--base-url ${wanted} is not listed for provider "${name}" in pipeline.config.yaml`,
    `Listed: ${known.join(", ") || "none"}.`,
  );
}
