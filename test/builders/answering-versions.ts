interface LiveIdentity {
  readonly release: number;
  readonly prompts: Readonly<Record<string, { readonly version: string }>>;
}

/** What a running service says that it is. Each question has a connection of its own, since the process behind an address changes. */
export async function liveIdentity(url: unknown): Promise<LiveIdentity> {
  const answer = await fetch(`${String(url)}/version`, { headers: { connection: "close" } });
  return (await answer.json()) as LiveIdentity;
}

/** The version that answers, by task. */
export async function answeringVersions(url: unknown): Promise<Readonly<Record<string, string>>> {
  const { prompts } = await liveIdentity(url);
  return Object.fromEntries(Object.entries(prompts).map(([task, { version }]) => [task, version]));
}
