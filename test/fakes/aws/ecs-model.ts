/** What becomes of the deployments that the next updates begin. */
export type Course =
  /** Runs after that many looks. */
  | { readonly kind: "succeeds"; readonly looks: number }
  /** The circuit breaker trips after that many looks, and ECS goes back. */
  | { readonly kind: "trips"; readonly looks: number; readonly reason: string }
  /** Stops after that many looks, and nobody goes back: a circuit breaker without rollback. */
  | { readonly kind: "stops"; readonly looks: number; readonly reason: string }
  | { readonly kind: "hangs" };

/** What becomes of a rollback that ECS is asked for. */
export type WayBack = "succeeds" | "fails" | "hangs";

export interface FakeDefinition {
  readonly family: string;
  readonly revision: number;
  status: "ACTIVE" | "INACTIVE" | "GONE";
  readonly tags: { readonly key: string; readonly value: string }[];
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface FakeDeployment {
  readonly id: string;
  readonly definition: string;
  readonly source: string;
  readonly course: Course;
  readonly createdAt: number;
  status: string;
  reason?: string;
  stage?: string;
  hook?: "AWAITING_ACTION" | "TIMED_OUT" | "SUCCEEDED";
  looks: number;
}

export interface EcsOptions {
  readonly desiredCount: number;
  readonly pauses: boolean;
  readonly breaker: boolean;
  /** Where the service `prompts` is. */
  readonly cluster: string;
  /** Of its task definitions. */
  readonly family: string;
}

const UNFINISHED = ["IN_PROGRESS", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS", "STOP_REQUESTED"];

/** One cluster with one service, as true as a deployment needs it. Time passes with every look at the service. */
export class EcsModel {
  readonly definitions: FakeDefinition[] = [];
  readonly deployments: FakeDeployment[] = [];
  readonly options: EcsOptions;
  status = "ACTIVE";
  desiredCount: number;
  course: Course = { kind: "succeeds", looks: 0 };
  wayBack: WayBack = "succeeds";
  /** The definition that has production traffic. */
  live: string;
  /** The definition behind the test listener. */
  testing: string | undefined;
  /** Told after each change of traffic. */
  onTraffic: () => Promise<void> = async () => {};

  constructor(options: EcsOptions, placeholder: Readonly<Record<string, unknown>>) {
    this.options = options;
    this.desiredCount = options.desiredCount;
    this.live = this.register(options.family, placeholder, []);
  }

  /** Whether a request is about this service: by its cluster, a name within it, or a task definition of its family. */
  isMeant(body: Readonly<Record<string, unknown>>): boolean {
    const { cluster, family } = this.options;
    if (body["cluster"] !== undefined) return body["cluster"] === cluster;
    const names = Object.values(body).flat().map(String);
    return names.some(
      (name) =>
        name.includes(`/${cluster}/`) || name === family || name.split("/").at(-1)?.split(":")[0] === family,
    );
  }

  register(family: string, fields: Readonly<Record<string, unknown>>, tags: FakeDefinition["tags"]): string {
    const revision = this.definitions.filter((each) => each.family === family).length + 1;
    this.definitions.push({ family, revision, status: "ACTIVE", tags: [...tags], fields });
    return `${family}:${revision}`;
  }

  /** By `family:revision`, or a family's newest active one. */
  definition(name: string): FakeDefinition | undefined {
    const [family = "", revision] = (name.split("/").at(-1) ?? "").split(":");
    const all = this.definitions.filter((each) => each.family === family && each.status !== "GONE");
    return revision === undefined
      ? all.findLast(({ status }) => status === "ACTIVE")
      : all.find((each) => each.revision === Number(revision));
  }

  get unfinished(): FakeDeployment | undefined {
    return this.deployments.find(({ status }) => UNFINISHED.includes(status));
  }

  /** The task definition that ECS calls PRIMARY. */
  get primary(): string {
    const { unfinished } = this;
    return unfinished?.status === "IN_PROGRESS" ? unfinished.definition : this.live;
  }

  async update(definition: string): Promise<void> {
    const before = this.unfinished;
    if (before !== undefined) this.end(before, "STOPPED", "a newer deployment replaced it");
    const count = this.deployments.length + 1;
    this.deployments.unshift({
      id: `dep${count}`,
      definition,
      source: this.live,
      course: this.course,
      createdAt: count,
      status: "IN_PROGRESS",
      looks: 0,
    });
    if (this.course.kind === "succeeds" && this.course.looks === 0) await this.reach();
  }

  /** One step of time. */
  async look(): Promise<void> {
    const { unfinished } = this;
    if (unfinished === undefined) return;
    unfinished.looks += 1;
    const { status, course, looks } = unfinished;
    if (status === "IN_PROGRESS") {
      if (course.kind === "succeeds" && looks >= course.looks) await this.reach();
      if (course.kind === "trips" && looks >= course.looks)
        this.end(unfinished, "ROLLBACK_IN_PROGRESS", course.reason);
      if (course.kind === "stops" && looks >= course.looks) {
        this.end(unfinished, "STOPPED", course.reason);
        this.live = unfinished.definition;
      }
      return;
    }
    await this.goBack(unfinished);
  }

  /** Somebody stops it, or answers a pause. */
  askBack(deployment: FakeDeployment, reason: string): void {
    this.end(deployment, "ROLLBACK_REQUESTED", reason);
  }

  async carryOn(deployment: FakeDeployment): Promise<void> {
    deployment.hook = "SUCCEEDED";
    deployment.stage = "PRODUCTION_TRAFFIC_SHIFT";
    await this.complete(deployment);
  }

  /** The pause is over before anybody answered. */
  expire(): void {
    const { unfinished } = this;
    if (unfinished === undefined) return;
    unfinished.hook = "TIMED_OUT";
    this.end(unfinished, "ROLLBACK_IN_PROGRESS", "the life-cycle hook timed out");
  }

  private async reach(): Promise<void> {
    const { unfinished } = this;
    if (unfinished === undefined) return;
    if (!this.options.pauses) return this.complete(unfinished);
    if (unfinished.hook !== undefined) return;
    unfinished.stage = "POST_TEST_TRAFFIC_SHIFT";
    unfinished.hook = "AWAITING_ACTION";
    this.testing = unfinished.definition;
    await this.onTraffic();
  }

  private async complete(deployment: FakeDeployment): Promise<void> {
    deployment.status = "SUCCESSFUL";
    this.live = deployment.definition;
    this.testing = undefined;
    await this.onTraffic();
  }

  private async goBack(deployment: FakeDeployment): Promise<void> {
    if (this.wayBack === "hangs") return;
    if (deployment.status === "ROLLBACK_REQUESTED") {
      deployment.status = "ROLLBACK_IN_PROGRESS";
      return;
    }
    deployment.status = this.wayBack === "fails" ? "ROLLBACK_FAILED" : "ROLLBACK_SUCCESSFUL";
    this.testing = undefined;
    await this.onTraffic();
  }

  private end(deployment: FakeDeployment, status: string, reason: string): void {
    deployment.status = status;
    deployment.reason = reason;
  }
}
