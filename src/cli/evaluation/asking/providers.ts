import { createOfflineProvider } from "../../../evaluation/offline/offline-provider.ts";
import type { Provider } from "../../../evaluation/request.ts";
import type { PipelineConfig } from "../../../prompts/config.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import type { Prompt } from "../../../prompts/records/production-prompt.ts";

export interface ProviderSettings {
  readonly config: PipelineConfig;
  readonly environment: NodeJS.ProcessEnv;
  /** Connections that are kept open. */
  readonly concurrency: number;
  readonly baseUrl?: string;
  /** Chat completions where it is left out. */
  readonly endpoint?: "chat" | "embeddings";
}

/** The provider that a prompt's model names, made once. Throws `Failure` with exit 2 for a missing key or an unknown provider. */
export function createProviders(settings: ProviderSettings): (prompt: Prompt) => Promise<Provider> {
  const made = new Map<string, Promise<Provider>>();
  return ({ model }) => {
    const known = made.get(model.provider) ?? createProvider(settings, model.provider);
    made.set(model.provider, known);
    return known;
  };
}

/** Throws `Failure` with exit 2 for an unknown provider or a missing key. */
export async function createProvider(settings: ProviderSettings, name: string): Promise<Provider> {
  const { config } = settings;
  const provider = Object.hasOwn(config.providers, name) ? config.providers[name] : undefined;
  if (provider === undefined) {
    throw new Failure(`pipeline.config.yaml has no provider "${name}"; nothing was asked`, {
      exit: EXIT.usage,
      fix: `Known providers: ${Object.keys(config.providers).join(", ")}.`,
    });
  }
  switch (provider.kind) {
    case "offline":
      return createOfflineProvider(() => performance.now());
    case "openai":
      return createKeyedProvider(settings, name, provider.key_env);
  }
}

async function createKeyedProvider(
  settings: ProviderSettings,
  name: string,
  keyName: string | undefined,
): Promise<Provider> {
  const apiKey = keyName === undefined ? "" : settings.environment[keyName];
  if (keyName !== undefined && !apiKey) {
    throw new Failure(
      `the key of provider "${name}" is not there: ${keyName} is not set; nothing was asked`,
      {
        exit: EXIT.usage,
        fix: `Set ${keyName} in the environment, never in a file.`,
      },
    );
  }
  const baseUrl = settings.baseUrl ?? settings.config.providers[name]?.base_url;
  const { createOpenAiProvider } = await import("../../../evaluation/adapters/openai-provider.ts");
  return createOpenAiProvider({
    name,
    connections: settings.concurrency,
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    ...(apiKey === undefined || apiKey === "" ? {} : { apiKey }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
}
