import { destinationOf } from '../decision/destination.ts';
import type { Capability, Verb } from '../service/rollout.ts';
import type { Briefing, Line, Part } from './briefing.ts';
import { type IncidentView, nameplate } from './incident-view.ts';
import { actionOffers } from './offers.ts';
import type { Words } from './words/words.ts';

/** The ways out side by side, each with what is known, what is not and what it costs. */
export function waysOut(incident: IncidentView, words: Words): Briefing {
  const say = words.options;
  const lines: Line[] = [
    ...rollbackLines(incident, words),
    ...verbLines(incident, words),
    ['• ', say.wait],
  ];
  const parts: Part[] = [
    { kind: 'header', text: say.title },
    { kind: 'lines', lines },
  ];
  const offers = actionOffers(incident, words);
  if (offers.length > 0) parts.push({ kind: 'offers', offers });
  return { text: `${nameplate(incident, words)}: ${say.title}`, parts };
}

function rollbackLines(incident: IncidentView, words: Words): Line[] {
  const say = words.options;
  if (incident.rolloutFailure) return [['• ', say.unreadable(incident.rolloutFailure)]];
  const { rollout } = incident;
  if (!rollout) return [['• ', say.noEngine]];
  const capability = rollout.capabilities.find(({ verb }) => verb === 'rollback');
  const destination = destinationOf(incident.releases ?? []);
  if (capability?.availability !== 'now') {
    return [['• ', capability?.sentence ?? say.noHistory]];
  }
  if (!destination) return [['• ', say.noHistory]];
  const { release, servedMs, unproven } = destination;
  const past = servedMs === undefined ? '' : ` · ${say.served(words.duration(servedMs))}`;
  const served = unproven ? ` · ${say.unproven}` : past;
  return [
    ['• ', { bold: say.rollback(release.label) }, served],
    [capability.sentence],
    [say.unknownSchema],
  ];
}

/**
 * While a rollout runs: pausing, with the reason where the engine cannot; going on, where it waits;
 * aborting, where that is something else than rolling back.
 */
function verbLines(incident: IncidentView, words: Words): Line[] {
  const { rollout } = incident;
  if (!rollout || ['idle', 'succeeded', 'failed', 'rolled-back'].includes(rollout.phase)) return [];
  const of = (verb: Verb) => rollout.capabilities.find((capability) => capability.verb === verb);
  const back = of('rollback');
  const line = (verb: 'pause' | 'resume' | 'abort', isShown: (can: Capability) => boolean) => {
    const can = of(verb);
    return can && isShown(can) ? [['• ', { bold: words.options[verb] }, ` · ${can.sentence}`]] : [];
  };
  return [
    ...line('pause', () => true),
    ...line('resume', ({ availability }) => availability === 'now'),
    ...line(
      'abort',
      ({ availability, effect }) =>
        availability === 'now' && !(back?.availability === 'now' && back.effect === effect),
    ),
  ];
}
