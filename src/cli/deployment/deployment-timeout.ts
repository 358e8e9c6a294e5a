/** How long a deployment may take to run unless a flag says otherwise. */
export const DEFAULT_TIMEOUT_SECONDS = 900;
