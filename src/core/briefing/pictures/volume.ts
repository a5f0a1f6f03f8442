import type { Evidence } from '../../evidence/evidence.ts';
import { type LogSilence, silenceOf } from '../../evidence/log-silence.ts';
import type { GroupVolume } from '../../evidence/volume.ts';
import type { Panel, Series } from '../picture.ts';
import { coveredOf, type Subject } from './subject.ts';

const groupsShown = 2;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Lines a minute of the log groups that fell silent or write most, beside what they wrote before. */
export function volumePanel(
  evidence: Evidence | undefined,
  subject: Subject,
): { readonly panel: Panel; readonly isSilent: boolean } | undefined {
  if (!evidence?.volume) return undefined;
  const groups = evidence.volume.groups
    .map((group) => ({ group, silence: silenceOf(group) }))
    .filter(({ group: { minutes, before = [] } }) => minutes.length + before.length > 0)
    .sort((a, b) => Number(!a.silence) - Number(!b.silence) || sizeOf(b.group) - sizeOf(a.group))
    .slice(0, groupsShown);
  if (groups.length === 0) return undefined;
  const { words } = subject;
  return {
    isSilent: groups.some(({ silence }) => silence !== undefined),
    panel: {
      title: words.attached.volume,
      unit: 'count',
      form: 'lines',
      series: groups.flatMap((one) => seriesOf(one, evidence, subject)),
      stepMs: minuteMs,
      ...coveredOf(evidence, subject),
    },
  };
}

interface Group {
  readonly group: GroupVolume;
  readonly silence: LogSilence | undefined;
}

/** What it writes, beside what it wrote in the baseline, or, where that was silent too, usually. */
function seriesOf({ group, silence }: Group, evidence: Evidence, { words }: Subject): Series[] {
  const { before = [], minutes, group: name } = group;
  const own: Series = { label: name, points: minutes.map(pointOf) };
  const beforeAt = evidence.baseline?.window.fromAt ?? evidence.window.fromAt;
  const usual = silence && silence.sinceAt < beforeAt ? usualOf(group, silence) : undefined;
  if (usual !== undefined) {
    const points = minutes.map(({ at }) => ({ at, value: usual }));
    return [own, { label: words.attached.usual(name), points }];
  }
  if (before.length === 0) return [own];
  const laterMs = evidence.window.fromAt - beforeAt;
  const points = before.map(pointOf).map(({ at, value }) => ({ at: at + laterMs, value }));
  return [own, { label: words.attached.before(name), points }];
}

function pointOf({ at, lines }: { readonly at: number; readonly lines: number }) {
  return { at, value: lines };
}

/** Lines a minute at this hour of the days before it fell silent. */
function usualOf({ hours = [], minutes }: GroupVolume, { sinceAt }: LogSilence) {
  const hourOfDay = (at: number) => Math.floor((at % dayMs) / hourMs);
  const now = hourOfDay(minutes.at(-1)?.at ?? 0);
  const same = hours.filter(({ at }) => at < sinceAt && hourOfDay(at) === now);
  if (same.length === 0) return undefined;
  return same.reduce((sum, { lines }) => sum + lines, 0) / same.length / 60;
}

function sizeOf({ minutes, before = [] }: GroupVolume): number {
  return [...minutes, ...before].reduce((sum, { lines }) => sum + lines, 0);
}
