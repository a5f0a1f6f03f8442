import { faultsText, isFaulty } from '../config/fault.ts';
import { readWorld } from '../config.ts';
import { nearest } from '../core/kit/nearest.ts';
import { localText, parseMoment } from '../core/kit/time.ts';
import { escalationOrder, holderAt, type Rotation, shiftAt } from '../core/oncall/rotation.ts';
import { type CliCommand, done, foundBad, wrongUsage } from './command.ts';
import { faces } from './faces.ts';

export const oncallCommand: CliCommand = {
  ...faces.oncall,
  run: async ({ words, options }, terminal) => {
    const [name, ...rest] = words;
    if (rest.length > 0) return wrongUsage('Name one rotation at a time.');
    const read = readWorld(terminal);
    if (isFaulty(read)) return foundBad(faultsText(read), { faults: read.faults });
    const { rotations } = read.world;
    const shown = rotations.filter((rotation) => name === undefined || rotation.name === name);
    if (shown.length === 0) return wrongUsage(noRotation(name, rotations));
    const on = [];
    for (const rotation of shown) {
      const at = momentOf(options.at, rotation, terminal.now());
      if (at === undefined) {
        return wrongUsage(
          `"${String(options.at)}" is no time. Write 2026-11-09T10:00 (in the rotation's zone) or with an offset.`,
        );
      }
      on.push(shiftOf(rotation, at));
    }
    const text = on.map(
      ({ rotation, zone, holder, until, next }) =>
        `${rotation}: ${holder} until ${localText(Date.parse(until), zone)}, then ${next}`,
    );
    return done(text.join('\n'), { rotations: on });
  },
};

function shiftOf(rotation: Rotation, at: number) {
  const shift = shiftAt(rotation, at);
  return {
    rotation: rotation.name,
    zone: rotation.zone,
    at: new Date(at).toISOString(),
    holder: shift.person,
    until: new Date(shift.untilAt).toISOString(),
    next: holderAt(rotation, shift.untilAt),
    escalation: escalationOrder(rotation, at),
  };
}

function momentOf(text: unknown, rotation: Rotation, now: number): number | undefined {
  return typeof text === 'string' ? parseMoment(text, rotation.zone) : now;
}

function noRotation(name: string | undefined, rotations: readonly Rotation[]): string {
  const names = rotations.map((rotation) => rotation.name);
  if (names.length === 0) return 'No rotations are configured.';
  const meant = name === undefined ? undefined : nearest(name, names);
  const hint = meant === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${meant}?`;
  return `There is no rotation "${name}". ${hint}`;
}
