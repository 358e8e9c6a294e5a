/** Where editors find the schemas in a repository that has the package, seen from its root. */
export const ADOPTED_SCHEMAS = "node_modules/gpt-pipeline-hub/schemas/";

/** The `pipeline.config.yaml` that an adopting repository begins with: the embedded reader, one real provider, one local service. */
export const firstConfig = (
  mainBranch: string,
): string => `# yaml-language-server: $schema=${ADOPTED_SCHEMAS}config.schema.json
# What the pipeline may use and where it deploys. No secret stands here, only names of environment variables.
main_branch: ${JSON.stringify(mainBranch)}

providers:
  # Embedded, needs no key and no network. A baseline reader, not a language model: to try everything for nothing.
  offline:
    kind: offline
    models:
      reader-1: { usd_per_mtok_in: 0, usd_per_mtok_out: 0 }

  # Any server with OpenAI's chat completions interface; change base_url for others. Only addresses that stand here are called.
  openai:
    kind: openai
    key_env: OPENAI_API_KEY
    base_url: https://api.openai.com/v1
    models:
      # US dollars for a million tokens: compare them with your vendor's list. A model that is not listed is refused.
      gpt-6-luna: { usd_per_mtok_in: 0.1, usd_per_mtok_out: 0.5 }

# What is deployed. A service answers for the tasks that its globs match; environments come in the order of \`after\`.
services:
  - name: prompt-service
    tasks: ["*"]
    environments:
      - name: local
        target: local

# Who is told of what, for example: { on: [rollback, drift], to: issue }
notify: []
`;
