export type { Release, ReleasedPrompt } from "../prompts/records/release.ts";
