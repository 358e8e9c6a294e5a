/** Where the prompt service listens unless a flag or the variable PORT says otherwise. */
export const DEFAULT_PORT = 8080;
