import type { TimelineEntry } from '../incident/timeline.ts';
import type { CommandVerb } from '../intake/command.ts';
import type { PersonId } from '../oncall/person.ts';
import { type Rotation, shiftAt } from '../oncall/rotation.ts';
import type { Release } from '../service/release.ts';
import type { RolloutState } from '../service/rollout.ts';
import type { Briefing, Line, Part } from './briefing.ts';
import { type IncidentView, nameplate } from './incident-view.ts';
import type { Offer } from './offer.ts';
import type { Words } from './words/words.ts';

const incidentsShown = 10;
const releasesShown = 5;
const entriesShown = 25;

/** One sentence, shown as it is. */
export function sentence(text: string): Briefing {
  return { text, parts: [{ kind: 'lines', lines: [[text]] }] };
}

/** What is going on: open incidents and who is on call. */
export function overview(
  open: readonly IncidentView[],
  rotations: readonly Rotation[],
  now: number,
  words: Words,
): Briefing {
  const say = words.overview;
  const declare: Offer = { id: 'declare', label: words.offers.declare, subject: {} };
  return {
    text:
      open.length === 0 ? say.nothingOpen : `${say.open}: ${open.map(({ id }) => id).join(', ')}`,
    parts: [
      ...incidentParts(open, words),
      { kind: 'lines', lines: [[{ bold: say.onCall }], ...onCallLines(rotations, now, words)] },
      { kind: 'offers', offers: [declare] },
    ],
  };
}

function incidentParts(open: readonly IncidentView[], words: Words): Part[] {
  const say = words.overview;
  if (open.length === 0) return [{ kind: 'lines', lines: [[{ bold: say.nothingOpen }]] }];
  const lines = open.slice(0, incidentsShown).map((incident): Line => {
    const holder = incident.acknowledged;
    return [
      { bold: incident.id },
      ` ${nameplate(incident, words)}: ${incident.title} · ${words.phase(incident.phase)} · `,
      holder ? { person: holder.by } : words.card.nobodyYet,
    ];
  });
  return [{ kind: 'lines', lines: [[{ bold: say.open }], ...lines] }];
}

export function onCall(rotations: readonly Rotation[], now: number, words: Words): Briefing {
  const lines = onCallLines(rotations, now, words);
  return {
    text: words.overview.onCall,
    parts: [{ kind: 'lines', lines: [[{ bold: words.overview.onCall }], ...lines] }],
  };
}

function onCallLines(rotations: readonly Rotation[], now: number, words: Words): Line[] {
  if (rotations.length === 0) return [[words.refusals.noRotation('', [])]];
  return rotations.map((rotation): Line => {
    const { person, untilAt } = shiftAt(rotation, now);
    const next = shiftAt(rotation, untilAt).person;
    return [
      { bold: rotation.name },
      ' ',
      { person },
      ' ',
      ...words.overview.until({ at: untilAt, style: 'date-time' }),
      ' → ',
      { person: next },
    ];
  });
}

/** What runs where: the rollout as it stands and the last releases. */
export function statusBriefing(
  place: { readonly service: string; readonly environment: string },
  state: RolloutState,
  releases: readonly Release[],
  words: Words,
): Briefing {
  const head = `${place.service} · ${place.environment}`;
  const running = state.to?.label ?? state.from?.label ?? '';
  const lines = releases
    .slice(0, releasesShown)
    .map(
      (release): Line => [
        release.isRunning === 'yes' || release.isRunning === 'partly' ? '▸ ' : '• ',
        { bold: release.label },
        ' ',
        { at: release.startedAt, style: 'date-time' },
        ` · ${words.outcome(release.outcome)}`,
      ],
    );
  return {
    text: `${head}: ${running} ${words.rollout(state.phase)}`,
    parts: [
      { kind: 'header', text: head },
      { kind: 'lines', lines: [[{ bold: `${running} ${words.rollout(state.phase)}`.trim() }]] },
      {
        kind: 'quiet',
        lines: [[state.progress.text], [`${state.strategy} · ${state.engineStatus}`]],
      },
      { kind: 'lines', lines: [[{ bold: words.overview.history }], ...lines] },
    ],
  };
}

export function timelineBriefing(
  incident: IncidentView,
  entries: readonly TimelineEntry[],
  words: Words,
): Briefing {
  const shown = entries.slice(-entriesShown);
  return {
    text: `${incident.id}: ${words.overview.timeline}`,
    parts: [
      { kind: 'header', text: `${incident.id} · ${words.overview.timeline}` },
      {
        kind: 'lines',
        lines: shown.map(({ at, text }): Line => [{ at, style: 'time' }, ` ${text}`]),
      },
    ],
  };
}

export function helpBriefing(
  verbs: readonly { readonly verb: CommandVerb; readonly usage: string; readonly does: string }[],
  words: Words,
): Briefing {
  return {
    text: words.overview.help,
    parts: [
      { kind: 'header', text: words.overview.help },
      {
        kind: 'lines',
        lines: verbs.map(({ usage, does }): Line => [{ code: `/incident ${usage}` }, ` ${does}`]),
      },
      { kind: 'quiet', lines: [[words.overview.helpText]] },
    ],
  };
}

/** App Home: what concerns one person. */
export function homeBriefing(
  person: PersonId,
  open: readonly IncidentView[],
  rotations: readonly Rotation[],
  now: number,
  words: Words,
): Briefing {
  const mine = rotations.filter((rotation) => shiftAt(rotation, now).person === person);
  const shifts = mine.map(
    (rotation): Line => [
      `${words.overview.yourShift} `,
      { bold: rotation.name },
      ' ',
      ...words.overview.until({ at: shiftAt(rotation, now).untilAt, style: 'date-time' }),
    ],
  );
  const { text, parts } = overview(open, rotations, now, words);
  return {
    text,
    parts: [
      { kind: 'header', text: words.overview.home },
      ...(shifts.length > 0 ? [{ kind: 'lines' as const, lines: shifts }] : []),
      ...parts,
      { kind: 'quiet', lines: [[words.overview.testPhone]] },
    ],
  };
}
