import type { ScorerType } from "../scorer.ts";
import { contains } from "./contains.ts";
import { equals } from "./equals.ts";
import { fields } from "./fields.ts";
import { icontains } from "./icontains.ts";
import { isJson } from "./is-json.ts";
import { label } from "./label.ts";
import { numeric } from "./numeric.ts";
import { regex } from "./regex.ts";

const ALL: readonly ScorerType[] = [equals, contains, icontains, regex, isJson, numeric, label, fields];

/** Every type of scorer that needs nothing but the answer and the example, by its name. */
export const SCORER_TYPES: ReadonlyMap<string, ScorerType> = new Map(ALL.map((one) => [one.type, one]));
