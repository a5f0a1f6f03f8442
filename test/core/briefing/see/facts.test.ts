import { describe, expect, it } from 'vitest';
import type { Inline, Line } from '../../../../src/core/briefing/briefing.ts';
import { databaseTold } from '../../../../src/core/briefing/see/database.ts';
import { evidenceAlone } from '../../../../src/core/briefing/see/see.ts';
import { wordsOf } from '../../../../src/core/briefing/words/words.ts';
import type { Changes } from '../../../../src/core/evidence/change.ts';
import type { DatabaseFacts } from '../../../../src/core/evidence/database-facts.ts';
import type { Evidence } from '../../../../src/core/evidence/evidence.ts';
import type { EvidenceKind } from '../../../../src/core/evidence/question.ts';
import type { GroupVolume } from '../../../../src/core/evidence/volume.ts';
import type { Release } from '../../../../src/core/service/release.ts';
import { monday, words } from '../../../support/points-world.ts';

const minute = 60_000;
const window = { fromAt: monday - 30 * minute, toAt: monday };
const place = { service: 'points-api', name: 'production' };

function answer(kind: EvidenceKind, found: Partial<Evidence>): Evidence {
  const about = { questionId: 'q', source: 'CloudWatch', answeredAt: monday, query: 'QUERY' };
  return { ...about, kind, status: 'found', window, ...found };
}

/** The lines people read, without the title and the small print. */
function told(evidence: Evidence, say = words, releases?: readonly Release[]): string[] {
  const { parts } = evidenceAlone(place, evidence, say, releases);
  const lines = parts.flatMap((part) => (part.kind === 'lines' ? part.lines : []));
  return lines.slice(1).map(textOf);
}

function small(evidence: Evidence, say = words): string {
  const { parts } = evidenceAlone(place, evidence, say);
  return parts.flatMap((part) => (part.kind === 'quiet' ? part.lines.map(textOf) : [])).join('\n');
}

function textOf(line: Line): string {
  return line.map(inlineText).join('');
}

function inlineText(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  if ('at' in inline) return new Date(inline.at).toISOString().slice(11, 16);
  return 'label' in inline ? inline.label : String(Object.values(inline)[0]);
}

describe('how much a log group writes', () => {
  const perMinute = (lines: number) => [{ at: monday - minute, lines }];
  const volume = (...groups: GroupVolume[]) => answer('log-volume', { volume: { groups } });
  const silent: GroupVolume = {
    group: '/ecs/points-api',
    minutes: perMinute(80),
    before: perMinute(1_000),
    streams: { now: 2, before: 4 },
    levels: [
      {
        window: { fromAt: monday - 1_470 * minute, toAt: monday - 1_440 * minute },
        lines: { info: 3_100, error: 40 },
      },
      { window, lines: { access: 900 } },
    ],
  };

  it('stands beside what it wrote before, with the levels that are gone', () => {
    expect(told(volume(silent))).toEqual([
      '• /ecs/points-api · 80 lines/min · before 1 k · −92 % · 2 of 4 streams',
      expect.stringMatching(
        /^\u2003info 0 \(before 3\.1 k\) · access 900 \(before 0\) · error 0 \(before 40\) · before is /,
      ),
    ]);
  });

  it('is not called silence where no minute is known', () => {
    expect(told(volume({ group: '/ecs/a', minutes: [] }))).toEqual(['• /ecs/a']);
    const silent = [{ at: 0, lines: 0 }];
    expect(told(volume({ group: '/ecs/a', minutes: silent }))).toEqual([
      '• /ecs/a · writes nothing',
    ]);
  });

  it('names no change beside nothing, and three groups at most', () => {
    const groups = Array.from({ length: 5 }, (_, n) => ({
      group: `/ecs/${n}`,
      minutes: perMinute(5),
      before: perMinute(0),
    }));
    expect(told(volume(...groups))).toEqual(
      [0, 1, 2].map((n) => `• /ecs/${n} · 5 lines/min · before 0`),
    );
  });

  it('is told in Korean', () => {
    const ko = wordsOf('ko');
    expect(told(volume(silent), ko)[0]).toContain(ko.evidenceBriefing.linesAMinute('80'));
  });
});

describe('the facts of a database', () => {
  const database = (facts: Partial<DatabaseFacts>) =>
    answer('database', { database: { instances: [], writers: [], events: [], ...facts } });

  it('say who is writer now and was before, and how full each is', () => {
    const instances: DatabaseFacts['instances'] = [
      {
        id: 'points-db-1',
        role: 'reader',
        roleBefore: 'writer',
        status: 'available',
        maxConnections: 200,
        metrics: [
          { metric: 'connections', minutes: [{ at: monday, value: 190 }] },
          { metric: 'cpu-percent', minutes: [{ at: monday, value: 97.6 }] },
          { metric: 'replica-lag-s', minutes: [{ at: monday, value: 12 }] },
          { metric: 'free-storage-bytes', minutes: [{ at: monday, value: 2 * 1024 ** 3 }] },
        ],
      },
      { id: 'points-db-2', role: 'writer', roleBefore: 'writer', status: 'rebooting', metrics: [] },
    ];
    expect(told(database({ instances }))).toEqual([
      '• points-db-1 · reader (before writer) · 190 of 200 connections · replica lag 12.0 s · CPU 98 % · 2 GB free',
      '• points-db-2 · writer · rebooting',
    ]);
  });

  it('name whose sessions are at work when asked; in a thread only when connections run out', () => {
    const instance = (connections: number): DatabaseFacts['instances'][number] => ({
      id: 'orders-db',
      role: 'writer',
      status: 'available',
      maxConnections: 200,
      metrics: [{ metric: 'connections', minutes: [{ at: monday, value: connections }] }],
      holders: [
        { by: 'user', name: 'app', load: 2.14 },
        { by: 'user', name: 'batch', load: 0.4 },
        { by: 'user', name: 'third', load: 0.1 },
        { by: 'host', name: '10.0.0.5', load: 1.4 },
        { by: 'application', name: 'points-api', load: 1.2 },
      ],
    });
    const line =
      '• orders-db active sessions: user app 2.1, batch 0.4 · host 10.0.0.5 1.4 · application points-api 1.2';
    const asked = (connections: number) => database({ instances: [instance(connections)] });
    expect(told(asked(20))).toContain(line);
    const inThread = (connections: number) =>
      databaseTold.lines(asked(connections), { noun: 'shop', onsetAt: monday }, words).map(textOf);
    expect(inThread(20)).not.toContain(line);
    expect(inThread(195)).toContain(line);
    expect(told(asked(20), wordsOf('ko')).at(-1)).toContain('활성 세션: 사용자 app 2.1');
  });

  it('call only a second snapshot a new writer', () => {
    const first = { at: monday - 20 * minute, writer: 'points-db-1' };
    const second = { at: monday - 10 * minute, writer: 'points-db-2' };
    expect(told(database({ writers: [first] }))).toEqual([words.evidenceBriefing.none.database]);
    expect(told(database({ writers: [first, second] }))).toEqual([
      '• 01:50 writer is now points-db-2',
    ]);
  });

  it('quote the newest three events of RDS, cut short', () => {
    const events = [1, 2, 3, 4].map((n) => ({
      at: monday - (5 - n) * minute,
      instance: 'points-db-1',
      kind: 'failover' as const,
      text: `${n} ${'Multi-AZ instance failover started. '.repeat(9)}`,
    }));
    const lines = told(database({ events }));
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^• 01:57 failover · points-db-1: 2 Multi-AZ .*…$/);
    for (const line of lines) expect(line.length).toBeLessThan(180);
  });
});

describe('what changed', () => {
  const found: Changes = {
    changes: [
      { at: monday - 20 * minute, kind: 'release', text: 'AWS: a deployment began' },
      {
        at: monday - 5 * minute,
        kind: 'alarm',
        text: 'Threshold of points-api-5xx changed',
        by: 'ana',
        link: 'https://console.aws.amazon.com/',
      },
    ],
    notAsked: ['scaling', 'flags'],
  };
  const release: Release = {
    id: 'r43',
    label: 'points-api:43',
    artifacts: [],
    startedAt: monday - 21 * minute,
    outcome: 'succeeded',
    isRunning: 'yes',
  };

  it('is one list, newest first; a release is told once, by the one who knows it best', () => {
    const alarm = '• Alarm 01:55: Threshold of points-api-5xx changed (ana) · look yourself';
    expect(told(answer('changes', { changes: found }), words, [release])).toEqual([
      alarm,
      '• points-api:43 released 01:39',
    ]);
    expect(told(answer('changes', { changes: found }))).toEqual([
      alarm,
      '• Release 01:40: AWS: a deployment began',
    ]);
  });

  it('says what may have changed as well, in the words of the thread', () => {
    expect(small(answer('changes', { changes: found }))).toContain(
      'Not known: scaling, feature flags.',
    );
    expect(small(answer('changes', { changes: found }), wordsOf('ko'))).toContain(
      '확인할 수 없는 변경: 규모 조정, 기능 플래그',
    );
  });

  it('shows eight at most', () => {
    const many = Array.from({ length: 30 }, (_, n) => ({
      at: monday + n,
      kind: 'flag' as const,
      text: `flag ${n}`,
    }));
    const lines = told(answer('changes', { changes: { changes: many, notAsked: [] } }));
    expect(lines).toHaveLength(8);
    expect(lines[0]).toContain('flag 29');
  });
});
