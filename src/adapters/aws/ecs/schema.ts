import { z } from 'zod';

const time = z.date().transform((date) => date.getTime());
/** Servers other than Amazon's may write numbers as texts, which the SDK hands on. */
const count = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
const json = z.unknown();

const summary = z.object({
  arn: z.string(),
  requestedTaskCount: count.default(0),
  runningTaskCount: count.default(0),
  pendingTaskCount: count.default(0),
  /** 0–100; rolling deployments have none. A snapshot that may lag. */
  requestedProductionTrafficWeight: count.optional(),
});

/** Enumerations stay open texts: ECS grows new words before the SDK does. */
const configuration = z.object({
  strategy: z.string().default('ROLLING'),
  bakeTimeInMinutes: count.optional(),
  deploymentCircuitBreaker: z
    .object({ enable: z.boolean().default(false), rollback: z.boolean().default(false) })
    .optional(),
  alarms: z
    .object({ alarmNames: z.array(z.string()), enable: z.boolean(), rollback: z.boolean() })
    .optional(),
  lifecycleHooks: z
    .array(
      z.object({
        targetType: z.string().default('AWS_LAMBDA'),
        lifecycleStages: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  linearConfiguration: z
    .object({ stepPercent: count.default(10), stepBakeTimeInMinutes: count.default(6) })
    .optional(),
  canaryConfiguration: z
    .object({
      canaryPercent: count.default(5),
      canaryBakeTimeInMinutes: count.default(10),
    })
    .optional(),
});
export type Configuration = z.infer<typeof configuration>;
const noConfiguration = (): Configuration => ({ strategy: 'ROLLING', lifecycleHooks: [] });

export const ecsService = z.object({
  serviceArn: z.string(),
  status: z.string().default('ACTIVE'),
  desiredCount: count.default(0),
  runningCount: count.default(0),
  taskDefinition: z.string().optional(),
  createdAt: time.optional(),
  deploymentConfiguration: configuration.default(noConfiguration),
  deploymentController: z.object({ type: z.string() }).default({ type: 'ECS' }),
  currentServiceDeployment: z.string().optional(),
  currentServiceRevisions: z.array(summary).optional(),
  deployments: z
    .array(
      z.object({
        id: z.string().optional(),
        status: z.string().optional(),
        taskDefinition: z.string().optional(),
        desiredCount: count.optional(),
        runningCount: count.optional(),
        pendingCount: count.optional(),
        createdAt: time.optional(),
        updatedAt: time.optional(),
        rolloutState: z.string().optional(),
        rolloutStateReason: z.string().optional(),
      }),
    )
    .default([]),
  events: z
    .array(z.object({ createdAt: time.optional(), message: z.string().default('') }))
    .default([]),
});
export type EcsService = z.infer<typeof ecsService>;

const hook = z.object({
  hookId: z.string(),
  targetType: z.string().default('AWS_LAMBDA'),
  status: z.string().default('unknown'),
  expiresAt: time.optional(),
  timeoutAction: z.string().default('ROLLBACK'),
});
export type Hook = z.infer<typeof hook>;

/** What ECS calls a service deployment: one try to bring a service to a revision. */
export const deployment = z.object({
  serviceDeploymentArn: z.string(),
  createdAt: time.optional(),
  startedAt: time.optional(),
  finishedAt: time.optional(),
  status: z.string().default('unknown'),
  statusReason: z.string().optional(),
  lifecycleStage: z.string().optional(),
  lifecycleHookDetails: z.array(hook).default([]),
  sourceServiceRevisions: z.array(summary).default([]),
  targetServiceRevision: summary.optional(),
  deploymentConfiguration: configuration.default(noConfiguration),
  rollback: z
    .object({
      reason: z.string().optional(),
      startedAt: time.optional(),
      serviceRevisionArn: z.string().optional(),
    })
    .optional(),
  deploymentCircuitBreaker: z
    .object({ status: z.string().optional(), failureCount: count.optional() })
    .optional(),
  alarms: z
    .object({ status: z.string().optional(), triggeredAlarmNames: z.array(z.string()).optional() })
    .optional(),
});
export type Deployment = z.infer<typeof deployment>;

export const deploymentBrief = z.object({
  serviceDeploymentArn: z.string(),
  createdAt: time.default(0),
  startedAt: time.optional(),
  finishedAt: time.optional(),
  status: z.string().default('unknown'),
  targetServiceRevisionArn: z.string().optional(),
});
export type DeploymentBrief = z.infer<typeof deploymentBrief>;

/** Settings that an UpdateService can state again, as ECS gave them: JSON we only carry. */
const settings = {
  networkConfiguration: json.optional(),
  platformVersion: z.string().optional(),
  loadBalancers: z.array(json).optional(),
  serviceRegistries: z.array(json).optional(),
  serviceConnectConfiguration: json.optional(),
  volumeConfigurations: z.array(json).optional(),
  vpcLatticeConfigurations: z.array(json).optional(),
};
export const settingNames = Object.keys(settings) as (keyof typeof settings)[];

export const revision = z.object({
  serviceRevisionArn: z.string(),
  taskDefinition: z.string(),
  createdAt: time.optional(),
  launchType: z.string().optional(),
  capacityProviderStrategy: z.array(json).optional(),
  containerImages: z
    .array(
      z.object({
        containerName: z.string(),
        image: z.string(),
        imageDigest: z.string().optional(),
      }),
    )
    .default([]),
  ...settings,
});
export type Revision = z.infer<typeof revision>;

export const task = z.object({
  taskArn: z.string(),
  taskDefinitionArn: z.string().optional(),
  lastStatus: z.string().default('unknown'),
  createdAt: time.optional(),
  startedAt: time.optional(),
  containers: z
    .array(z.object({ name: z.string(), imageDigest: z.string().optional() }))
    .default([]),
});
export type Task = z.infer<typeof task>;

/** A task definition whole: what we do not know is carried along when it is registered again. */
export const taskDefinition = z.looseObject({
  taskDefinitionArn: z.string(),
  family: z.string(),
  revision: count,
  status: z.string().default('unknown'),
  registeredAt: time.optional(),
  containerDefinitions: z.array(z.looseObject({ name: z.string(), image: z.string() })),
});
export type TaskDefinition = z.infer<typeof taskDefinition>;
