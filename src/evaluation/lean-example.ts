import type { Example } from "../prompts/examples/example.ts";

/**
 * An example as a run needs it, so that many fit into memory: without its description, which is for readers of the file. The
 * digest of such examples is no longer that of the dataset.
 */
export const leanExample = ({ description: _, ...example }: Example): Example => example;
