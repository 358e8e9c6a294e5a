import { startNode } from "./run-node.ts";

export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** A server in its own process that says its port on standard error; what it logs on standard output is dropped. */
export function startServer(args: readonly string[], extra: NodeJS.ProcessEnv = {}): Promise<RunningServer> {
  const running = startNode(args, extra, ["pipe", "ignore", "pipe"]);
  const ended = new Promise<void>((resolve) => running.on("close", () => resolve()));
  const stop = (): Promise<void> => {
    running.kill();
    return ended;
  };
  return new Promise((resolve, reject) => {
    let text = "";
    running.stderr?.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      const port = /(?:^|:)(\d+)\b/m.exec(text)?.[1];
      if (port !== undefined) resolve({ port: Number(port), stop });
    });
    running.on("error", reject);
    void ended.then(() => reject(new Error(`node ${args.join(" ")} ended before it listened`)));
  });
}
