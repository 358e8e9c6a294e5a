import {
  answers,
  type FakeModelServer,
  type Respond,
  startFakeModelServer,
} from "../fakes/fake-model-server.ts";
import { answeringVersions } from "./answering-versions.ts";
import { type EndedCommand, type StartedCommand, startCommand } from "./command-process.ts";
import { anEvaluatedGround, type GitGround } from "./git-ground.ts";
import { labelMetadata, labelTemplate } from "./label-task.ts";

/** A line of the audit record, as far as tests of deployments look at it. */
export interface RecordedLine {
  readonly action: string;
  readonly phase: string;
  readonly to?: string;
  readonly reason?: string;
  readonly details?: { readonly generation?: number };
}

const CONFIG = (url: string): string => `main_branch: main
providers:
  acme:
    kind: openai
    base_url: ${url}
    models:
      small-1: { usd_per_mtok_in: 0, usd_per_mtok_out: 0 }
services:
  - name: shop
    tasks: ["*"]
    environments:
      - name: local
        target: local
`;

const GIT = ["--commit", "--push", "--quiet"] as const;
const OFFLINE = "model: { provider: offline, name: reader-1, parameters: {} }";
const ACME = "model: { provider: acme, name: small-1, parameters: {} }";

/** Without a push commands meet in this repository. */
export const HERE = ["--commit"] as const;
/** With a push they meet at origin. */
export const AT_ORIGIN = ["--commit", "--push"] as const;

/** Knows the right colour of every part. */
const right: Respond = (response, asked) => {
  const { messages } = asked.body as { readonly messages: readonly { readonly content: string }[] };
  const isRed = /crimson|scarlet/.test(messages.at(-1)?.content ?? "");
  return answers(isRed ? "red" : "blue")(response, asked);
};

/** A repository whose deployments ask a model that can be made to hang, so that something can happen meanwhile. */
export class SlowDeployments {
  readonly ground: GitGround;
  readonly server: FakeModelServer;

  constructor(ground: GitGround, server: FakeModelServer) {
    this.ground = ground;
    this.server = server;
  }

  static async open(): Promise<SlowDeployments> {
    const server = await startFakeModelServer(right);
    const ground = await anEvaluatedGround(["colour"], {
      "pipeline.config.yaml": CONFIG(server.url),
      "prompts/03-metadata/colour.yaml": labelMetadata("colour").replace(OFFLINE, ACME),
    });
    await ground.must("promote", "--all-ready", ...GIT);
    return new SlowDeployments(ground, server);
  }

  /** The first version answers, and the second one is in production. */
  static async deployed(...flags: readonly string[]): Promise<SlowDeployments> {
    const slow = await SlowDeployments.open();
    await slow.ground.must("deploy", ...flags);
    await slow.promoteNext("Which colour is it?");
    return slow;
  }

  /** The same one version on. */
  static async deployedTwice(...flags: readonly string[]): Promise<SlowDeployments> {
    const slow = await SlowDeployments.deployed(...flags);
    await slow.ground.must("deploy", ...flags);
    await slow.promoteNext("Say the colour.");
    return slow;
  }

  /** The next version is in production, and not deployed yet. */
  async promoteNext(wording: string): Promise<void> {
    this.ground.author({ "prompts/00-templates/colour.yaml": labelTemplate("colour", wording) });
    await this.ground.must("eval-runner", "--all", "--quiet", "--no-cache");
    await this.ground.must("promote", "--all-ready", ...GIT);
  }

  audit(): readonly RecordedLine[] {
    const lines = this.ground.read("prompt_audit.jsonl").trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as RecordedLine);
  }

  /** What the service that users reach answers with. */
  async liveVersion(): Promise<string | undefined> {
    const current = this.ground.read(".pipeline/deployments/shop/local/current.json");
    const { url } = JSON.parse(current) as { readonly url: string };
    return (await answeringVersions(url))["colour"];
  }

  /** A deployment that is in the middle of its live evaluation; `goOn` lets the model answer again. */
  async deployAndHang(...flags: readonly string[]): Promise<StartedCommand & { readonly goOn: () => void }> {
    const waiting: (() => void)[] = [];
    const asked = new Promise<void>((resolve) => {
      this.server.script((response, question) => {
        waiting.push(() => void right(response, question));
        resolve();
      });
    });
    const started = startCommand("deploy", ["--root", this.ground.root, ...flags]);
    await Promise.race([asked, started.ended.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
    const goOn = (): void => {
      this.server.script(right);
      for (const answer of waiting.splice(0)) answer();
    };
    return { ...started, goOn };
  }

  /** A deployment that has said whose turn it waits for. */
  queue(...flags: readonly string[]): Promise<{ readonly ended: Promise<EndedCommand> }> {
    const { process: child, ended } = startCommand("deploy", ["--root", this.ground.root, ...flags]);
    return new Promise((resolve, reject) => {
      child.stderr?.on("data", (text: string) => {
        if (text.includes("waiting for the deploy of")) resolve({ ended });
      });
      void ended.then(({ stderr }) => reject(new Error(`it did not wait: ${stderr}`)));
    });
  }

  async close(): Promise<void> {
    this.server.script(right);
    await this.ground.run("deploy", "--stop");
    await this.server.close();
    this.ground.remove();
  }
}
