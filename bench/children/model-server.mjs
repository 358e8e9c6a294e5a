import { createServer } from "node:http";

/** An OpenAI-compatible server on loopback. Arguments: milliseconds before each answer. Says its port on standard error. */
const latencyMs = Number(process.argv[2]);
const body = JSON.stringify({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1,
  model: "small-1",
  choices: [{ index: 0, message: { role: "assistant", content: "Yes." }, finish_reason: "stop" }],
  usage: { prompt_tokens: 40, completion_tokens: 2, total_tokens: 42 },
});
const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };

const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  const answer = () => response.writeHead(200, headers).end(body);
  request.resume();
  request.on("end", () => (latencyMs === 0 ? answer() : setTimeout(answer, latencyMs)));
});
server.listen(0, "127.0.0.1", () => process.stderr.write(`${server.address().port}\n`));
process.stdin.resume().on("end", () => process.exit(0));
