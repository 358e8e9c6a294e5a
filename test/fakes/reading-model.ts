import { answers, type Respond } from "./fake-model-server.ts";

interface ChatBody {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** A model that reads the prompt's lines `- label: word, word` and names the label of the word that it sees; without one, the first label. */
export const readsLabels: Respond = (response, asked) => {
  const { messages } = asked.body as ChatBody;
  const [system = "", title = ""] = messages.map(({ content }) => content);
  const lines = [...system.matchAll(/^- (\w+): (.*)$/gm)].map(([, label = "", words = ""]) => ({
    label,
    words: words.split(", "),
  }));
  const found = lines.find(({ words }) => words.some((word) => title.includes(word))) ?? lines[0];
  return answers(found?.label ?? "")(response, asked);
};
