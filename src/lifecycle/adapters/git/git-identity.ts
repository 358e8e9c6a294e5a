/** The mail address under which this program commits on machines whose git has no name of its own, such as a workflow's. */
export const OWN_MAIL = "gpt-pipeline-hub@localhost";

/** Settings for one call of git, where the machine's git knows nobody. */
export const OWN_IDENTITY = ["-c", "user.name=gpt-pipeline-hub", "-c", `user.email=${OWN_MAIL}`] as const;
