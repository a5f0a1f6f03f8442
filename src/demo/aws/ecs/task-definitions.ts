import { AwsFault, type Operation } from '../wire.ts';
import type { NewTaskDefinition } from './local-ecs-types.ts';
import { paged } from './operations.ts';
import { arnOf, type EcsState, findTaskDefinition, type TaskDefinition } from './state.ts';
import { showTaskDefinition } from './views.ts';

/** Every registration is a new revision, also when nothing changed: ECS does not compare. */
export function registerTaskDefinition(
  state: EcsState,
  definition: NewTaskDefinition,
): TaskDefinition {
  const { family, ...body } = definition;
  if (!/^[\w-]{1,255}$/.test(family)) {
    throw new AwsFault('ClientException', 'Family contains invalid characters.');
  }
  if (definition.containerDefinitions.length === 0) {
    throw new AwsFault('ClientException', 'Task definition has no containers.');
  }
  const before = state.families.get(family) ?? [];
  const revision = (before.at(-1)?.revision ?? 0) + 1;
  const made: TaskDefinition = {
    arn: arnOf(state, `task-definition/${family}:${revision}`),
    family,
    revision,
    registeredAt: state.now(),
    status: 'ACTIVE',
    body,
    containers: definition.containerDefinitions.map(({ name, image }) => ({ name, image })),
  };
  state.families.set(family, [...before, made]);
  return made;
}

export function taskDefinitionOperations(state: EcsState): Record<string, Operation> {
  return {
    RegisterTaskDefinition: (input) => ({
      taskDefinition: showTaskDefinition(
        registerTaskDefinition(state, input as unknown as NewTaskDefinition),
      ),
    }),

    DescribeTaskDefinition: (input) => ({
      taskDefinition: showTaskDefinition(findTaskDefinition(state, input.taskDefinition)),
      tags: [],
    }),

    ListTaskDefinitions: (input) => {
      const prefix = input.familyPrefix;
      const all = [...state.families.values()]
        .flat()
        .filter((one) => prefix === undefined || one.family === prefix)
        .filter((one) => one.status === (input.status ?? 'ACTIVE'))
        .map((one) => one.arn);
      const page = paged(input.sort === 'DESC' ? all.toReversed() : all, input, 100);
      return { taskDefinitionArns: page.items, nextToken: page.nextToken };
    },
  };
}
