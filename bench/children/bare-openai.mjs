import OpenAI from "openai";

/** Nothing but calls through the package, whose fetch keeps connections. Prints the CPU milliseconds of all calls. */
const [port, calls, concurrency] = process.argv.slice(2).map(Number);
const client = new OpenAI({ apiKey: "none", baseURL: `http://127.0.0.1:${port}/v1`, maxRetries: 0 });
const messages = [
  { role: "system", content: "You answer questions of customers. Be brief, in one sentence." },
  { role: "user", content: "Language: en\nOrder 100000 was sent 3 days ago. Is it still on its way?" },
];

let open = calls;
const worker = async () => {
  while (open > 0) {
    open -= 1;
    await client.chat.completions.create({ model: "small-1", temperature: 0, messages });
  }
};

const before = process.cpuUsage();
await Promise.all(Array.from({ length: concurrency }, worker));
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${(user + system) / 1000}\n`);
