import type { Finding } from "../../adoption/doctor/finding.ts";
import {
  judgeKey,
  judgeModel,
  judgeReply,
  type ProviderFacts,
  questionUsd,
  smallQuestion,
} from "../../adoption/doctor/provider.ts";
import type { Metadata, Model } from "../../prompts/metadata.ts";
import type { Repository } from "../../prompts/repository.ts";
import { readTask } from "../../prompts/task-files.ts";
import { createProvider } from "../evaluation/asking/providers.ts";
import type { CommandContext } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";

const PATIENCE_MS = 30_000;
const COMMAND = { name: "doctor" };

/** Looks at the configured providers and the models that tasks use; with `--online` asks each of these once. */
export async function examineProviders(
  context: CommandContext,
  repository: Repository,
): Promise<readonly Finding[]> {
  const today = new Date().toISOString().slice(0, 10);
  const findings: Finding[] = [];
  for (const facts of providersOf(context, repository)) {
    const key = judgeKey(facts);
    const models = facts.models.map((model) => judgeModel(repository.config, model, today));
    findings.push(key, ...models);
    if (!context.flags.isOn("online") || facts.provider.kind === "offline" || key.status !== "ok") continue;
    for (const [at, model] of facts.models.entries())
      if (models[at]?.status !== "fail") findings.push(await askOnce(context, repository, model));
  }
  return findings;
}

function providersOf(
  { flags, environment }: CommandContext,
  { config, files, index }: Repository,
): readonly ProviderFacts[] {
  const named = flags.many("provider");
  const unknown = named.find((name) => !Object.hasOwn(config.providers, name));
  if (unknown !== undefined)
    throw usage(
      COMMAND,
      `pipeline.config.yaml has no provider "${unknown}"`,
      `Known: ${Object.keys(config.providers).join(", ") || "none"}.`,
    );
  const used = index.tasks.flatMap(
    (entry) => readTask(files, entry, { examples: false }).metadata?.value ?? [],
  );
  return Object.entries(config.providers)
    .filter(([name]) => named.length === 0 || named.includes(name))
    .map(([name, provider]) => {
      const own = modelsOf(used, name);
      const first = Object.keys(provider.models ?? {}).slice(0, 1);
      const listed = named.includes(name)
        ? first.map((model) => ({ provider: name, name: model, parameters: {} }))
        : [];
      const key = provider.key_env === undefined ? undefined : environment[provider.key_env];
      return { name, provider, key, models: own.length > 0 ? own : listed };
    });
}

/** Each model once, in the order of its name. */
function modelsOf(used: readonly Metadata[], provider: string): readonly Model[] {
  const own = used.map(({ model }) => model).filter((model) => model.provider === provider);
  const byName = new Map(own.map((model) => [model.name, model]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function askOnce(
  { environment, terminal, signal }: CommandContext,
  { config }: Repository,
  model: Model,
): Promise<Finding> {
  const atMost = questionUsd(config, model).toFixed(6);
  terminal.say(`asking ${model.provider}/${model.name} one question, for at most $${atMost}`);
  const provider = await createProvider({ config, environment, concurrency: 1 }, model.provider);
  const reply = await provider.ask(
    smallQuestion(model),
    AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
  );
  return judgeReply(config, model, reply);
}
