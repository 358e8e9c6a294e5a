/** How long an unfinished check is waited for unless a flag says otherwise: somewhat longer than its jobs may take together. */
export const DEFAULT_WAIT_MINUTES = 150;
