import type { LocalService } from '../wire.ts';

/** One share of what serves now. */
export interface Running {
  /** Task definition ARN. */
  readonly taskDefinition: string;
  /** Image of its first container, as the task definition names it. */
  readonly image: string;
  /** What that image was when the deployment began. */
  readonly digest: string;
  /** Share of production traffic, 0–1; the shares of a service add up to 1, or to nothing. */
  readonly weight: number;
}

/** A task definition in ECS's own words; more members are kept and given back as they came. */
export interface NewTaskDefinition {
  readonly family: string;
  readonly containerDefinitions: readonly {
    readonly name: string;
    readonly image: string;
    readonly [member: string]: unknown;
  }[];
  readonly [member: string]: unknown;
}

/** ECS's `deploymentConfiguration`, the members that this stand-in obeys. */
export interface DeploymentConfiguration {
  readonly strategy?: 'ROLLING' | 'BLUE_GREEN' | 'LINEAR' | 'CANARY';
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  readonly bakeTimeInMinutes?: number;
  readonly canaryConfiguration?: {
    readonly canaryPercent?: number;
    readonly canaryBakeTimeInMinutes?: number;
  };
  readonly linearConfiguration?: {
    readonly stepPercent?: number;
    readonly stepBakeTimeInMinutes?: number;
  };
  readonly deploymentCircuitBreaker?: { readonly enable: boolean; readonly rollback: boolean };
  readonly alarms?: {
    readonly alarmNames: readonly string[];
    readonly enable: boolean;
    readonly rollback: boolean;
  };
  readonly lifecycleHooks?: readonly {
    readonly targetType?: 'AWS_LAMBDA' | 'PAUSE';
    readonly hookTargetArn?: string;
    readonly lifecycleStages: readonly string[];
    readonly timeoutConfiguration?: {
      readonly timeoutInMinutes?: number;
      readonly action?: 'CONTINUE' | 'ROLLBACK';
    };
  }[];
}

export interface NewService {
  readonly cluster: string;
  readonly service: string;
  /** ARN, `family:revision` or `family`. */
  readonly taskDefinition: string;
  readonly desiredCount?: number;
  readonly deploymentConfiguration?: DeploymentConfiguration;
  readonly deploymentController?: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';
  /** networkConfiguration, loadBalancers, platformVersion … as ECS calls them. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** When it came to be, epoch ms; all its tasks run since then. Default: now. */
  readonly at?: number;
  /** Finished deployments before the one of `taskDefinition`, oldest first. */
  readonly earlier?: readonly { readonly taskDefinition: string; readonly at: number }[];
}

export interface DeployOrder {
  readonly cluster: string;
  readonly service: string;
  readonly taskDefinition?: string;
  readonly forceNewDeployment?: boolean;
  readonly deploymentConfiguration?: DeploymentConfiguration;
  readonly desiredCount?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Ways in which the real thing has surprised people; stories and tests turn them on. */
export interface EcsQuirks {
  /** Deployments end SUCCESSFUL while the old tasks keep running. */
  nothingReplaced: boolean;
  /** Rollbacks end ROLLBACK_FAILED half way. */
  rollbackFails: boolean;
  /** DescribeTasks knows no `imageDigest`. */
  hidesDigests: boolean;
  /** A deployment status newer than the SDK, given instead of the real one. */
  status: string | undefined;
  /** How long a new deployment is absent from lists, in ms of the clock. */
  listLagMs: number;
  /** How long one task takes to start, in ms of the clock. */
  taskStartMs: number;
}

/** A stand-in for Amazon ECS that keeps its rules and its slowness, on the given clock. */
export interface LocalEcs {
  readonly service: LocalService;
  readonly quirks: EcsQuirks;
  /** Answers the ARN. */
  registerTaskDefinition(definition: NewTaskDefinition): string;
  deregisterTaskDefinition(taskDefinition: string): void;
  /** Answers the service's ARN; everything runs at once. Clusters come into being by being named. */
  createService(service: NewService): string;
  /** What UpdateService does, for stories. Answers the new service deployment's ARN, if any. */
  deploy(order: DeployOrder): string | undefined;
  /** What served at a moment (default: now), newest release first. */
  running(cluster: string, service: string, at?: number): readonly Running[];
  /** From now on this image reference is another build. */
  moveTag(image: string, digest: string): void;
  /** What an image reference resolves to now. */
  digestOf(image: string): string;
  /** Tasks with this image reference or digest fail to start from now on. */
  breakImage(imageOrDigest: string): void;
}
