import { lookUpPrice } from "../../evaluation/running/price.ts";
import { CONFIG_FILE } from "../../prompts/layout.ts";
import { nearestName } from "../../prompts/nearest-name.ts";
import type { TaskCheck } from "../check.ts";

/** The model's provider is configured, and its price is known. Says nothing where the configuration cannot be read. */
export const checkModel: TaskCheck = ({ task: { metadata }, repository }) => {
  const model = metadata?.value?.model;
  if (metadata === undefined || model === undefined) return [];
  if (repository.problems.some(({ file }) => file === CONFIG_FILE)) return [];
  const { providers } = repository.config;
  if (!Object.hasOwn(providers, model.provider)) {
    const near = nearestName(model.provider, Object.keys(providers));
    const fix =
      near === undefined
        ? `Add it there, or name one of: ${Object.keys(providers).join(", ")}.`
        : `Did you mean "${near}"?`;
    const found = `provider "${model.provider}" is not in ${CONFIG_FILE}`;
    const place = metadata.placeOf(["model", "provider"]);
    return [{ ...place, code: "unknown-provider", severity: "error", found, fix }];
  }
  const price = lookUpPrice(repository.config, model);
  if (price.kind === "priced") return [];
  const place = metadata.placeOf(["model", "name"]);
  return [{ ...place, code: "unpriced-model", severity: "error", found: price.found, fix: price.fix }];
};
