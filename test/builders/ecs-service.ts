import { type FakeAws, startFakeAws } from "../fakes/fake-aws.ts";
import type { EndedCommand } from "./command-process.ts";
import { ecsConfig, pushRelease } from "./ecs-ground.ts";
import { anEvaluatedGround, type GitGround } from "./git-ground.ts";

/** What a command that changes something is told, so that it records it at origin and says it as JSON. */
export const RECORDED = ["--commit", "--push", "--json"] as const;

/** A repository whose service runs on ECS: its tasks `colour` and `tone` are in production. */
export class EcsService {
  readonly ground: GitGround;
  readonly aws: FakeAws;

  private constructor(ground: GitGround, aws: FakeAws) {
    this.ground = ground;
    this.aws = aws;
  }

  /** Nothing is deployed yet, and no image is pushed. */
  static async open(): Promise<EcsService> {
    const aws = await startFakeAws();
    const ground = await anEvaluatedGround(["colour", "tone"]);
    ground.author({ "pipeline.config.yaml": ecsConfig(aws.liveUrl) });
    await ground.must("promote", "--all-ready", "--commit", "--push");
    return new EcsService(ground, aws);
  }

  /** Its first release answers. */
  static async deployed(): Promise<EcsService> {
    const service = await EcsService.open();
    await service.deploy();
    return service;
  }

  /** Runs a command that is recorded, with credentials of AWS. */
  run(name: string, ...flags: readonly string[]): Promise<EndedCommand> {
    return this.ground.runWith({ environment: this.aws.environment }, name, ...flags, ...RECORDED);
  }

  /** What is in production becomes an image and is deployed. Throws where it is not verified. */
  async deploy(): Promise<void> {
    await pushRelease(this.ground.root, this.aws);
    const ended = await this.run("deploy");
    if (ended.exit !== 0) throw new Error(ended.stderr);
  }

  /** Throws where a command asked AWS for what it does not allow. */
  async close(): Promise<void> {
    await this.aws.close();
    this.ground.remove();
    if (this.aws.violations.length > 0) throw new Error(this.aws.violations.join("\n"));
  }
}
