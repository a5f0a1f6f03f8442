import { faultsText, isFaulty } from '../config/fault.ts';
import { configSchema } from '../config/schema.ts';
import { configPath, readConfig, readWorld } from '../config.ts';
import type { World } from '../core/world.ts';
import { type CliCommand, done, foundBad, wrongUsage } from './command.ts';
import { faces } from './faces.ts';

export const configCommand: CliCommand = {
  ...faces.config,
  run: async ({ words, options }, terminal) => {
    const [what, ...rest] = words;
    if (rest.length > 0 || (what !== 'check' && what !== 'schema')) {
      return wrongUsage('Say which: firebreak config check [--file], or firebreak config schema');
    }
    if (what === 'schema') {
      const schema = configSchema();
      return done(JSON.stringify(schema, null, 2), schema);
    }
    const read = options.file === true ? readWorld(terminal) : readConfig(terminal);
    if (isFaulty(read)) return foundBad(faultsText(read), { ok: false, faults: read.faults });
    const counts = countsOf(read.world);
    const found = Object.entries(counts).map(([noun, count]) => `${noun} ${count}`);
    const text = `${configPath(terminal.env)} is sound: ${found.join(', ')}.`;
    return done(text, { ok: true, ...counts });
  },
};

export function countsOf(world: World): Readonly<Record<string, number>> {
  return {
    services: world.services.length,
    environments: world.services.flatMap((service) => service.environments).length,
    people: world.people.length,
    rotations: world.rotations.length,
    policies: world.policies.length,
  };
}
