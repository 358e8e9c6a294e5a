import type { Provider, Reply, Request } from "../../src/evaluation/request.ts";

/** A provider that gives the prepared replies in turn and remembers what it was asked; the last reply is repeated. */
export function scriptedProvider(replies: readonly Reply[]): Provider & { readonly asked: Request[] } {
  const asked: Request[] = [];
  const [fallback] = replies.slice(-1);
  return {
    name: "scripted",
    deterministic: true,
    asked,
    async ask(request) {
      asked.push(request);
      const reply = replies[asked.length - 1] ?? fallback;
      if (reply === undefined) throw new TypeError("the script has no reply");
      return reply;
    },
  };
}
