export type { Release, ReleasedPrompt } from "../prompts/release.ts";
