import { Agent, request } from "node:http";

/** Asks for one rendering again and again over kept connections. Prints requests a second. */
const [port, task, requests, connections] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const body = JSON.stringify({
  input: { question: "Where is order 100000, and who tells me?", language: "en" },
});
const options = {
  agent,
  host: "127.0.0.1",
  port,
  path: `/v1/prompts/${task}/render`,
  method: "POST",
  headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
};

const ask = () =>
  new Promise((resolve, reject) => {
    const asking = request(options, (response) => {
      if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
      response.resume().on("end", resolve);
    });
    asking.on("error", reject);
    asking.end(body);
  });

let open = Number(requests);
const worker = async () => {
  while (open > 0) {
    open -= 1;
    await ask();
  }
};

const start = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, worker));
process.stdout.write(`${(Number(requests) * 1000) / (performance.now() - start)}\n`);
agent.destroy();
