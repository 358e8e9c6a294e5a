/** Stands wherever the name of the offline provider is shown, so that nobody takes its figures for a model's. */
export const OFFLINE_READER_LABEL = "offline baseline reader, not a language model";
