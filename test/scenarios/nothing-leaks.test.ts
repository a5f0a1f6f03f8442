import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPinoLog } from '../../src/adapters/log/pino-log.ts';
import { planted } from '../support/planted-secrets.ts';
import { ana, incidents, type Scene, startScene, textOf } from './scene.ts';

/** So long that nothing says it by chance. */
const corpus = planted.filter(([, secret]) => secret.length >= 6 && /\D/.test(secret));
/** In places that are no log line: who is hit, on which host, by whom a statement was run. */
const elsewhere = [
  'tenant.of.plan@example.com',
  'eventSecret1',
  'alarmSecret22',
  'reasonSecret3',
  'historySecret4',
  'slow.member@example.com',
  'slowLiteralSecret5',
  '010-9876-5432',
  'commentSecret66',
];
const secrets = [...new Set([...corpus.map(([, secret]) => secret), ...elsewhere])];

/** Secrets and personal data are planted wherever AWS lets a stranger write a text. */
describe('planted secrets and personal data', () => {
  const logLines: string[] = [];
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene({
      escalateAfter: '4h',
      config: (text) => text.replaceAll('slowLog: files', 'slowLog: files, showLiterals: true'),
      log: createPinoLog({
        level: 'debug',
        destination: { write: (line) => void logLines.push(line) },
      }),
    });
    scene.tamper('logs', 'GetQueryResults', (answer) => withRecords(answer, scene.clock.now()));
    scene.tamper('rds', 'DownloadDBLogFilePortion', (answer) =>
      withStatements(answer, scene.clock.now()),
    );
    scene.tamper('rds', 'DescribeEvents', (answer) => ({
      ...(answer as object),
      Events: [
        {
          SourceIdentifier: 'points-db-1',
          SourceType: 'db-instance',
          Message: 'Restarted by ana with password=eventSecret1',
          EventCategories: ['availability'],
          Date: new Date(scene.clock.now() - 60_000).toISOString(),
        },
      ],
    }));
    scene.tamper('monitoring', 'DescribeAlarmHistory', (answer) => ({
      ...(answer as object),
      AlarmHistoryItems: [
        {
          AlarmName: 'points-api-errors',
          AlarmType: 'MetricAlarm',
          Timestamp: (scene.clock.now() - 120_000) / 1000,
          HistoryItemType: 'ConfigurationUpdate',
          HistorySummary: 'Alarm updated, token=historySecret4',
        },
      ],
    }));
    scene.company.setRush(true);
    await scene.clock.advance(20 * 60_000);
    scene.alarm({
      name: 'points-api-errors',
      state: 'ALARM',
      description: 'Call the owner, password=alarmSecret22',
      reason: 'Threshold crossed: api_key=reasonSecret3',
    });
    await scene.message('INC-1/options');
    for (const kind of ['errors', 'slow', 'db', 'changes']) {
      const before = scene.control.ephemerals(ana).length;
      await scene.control.command({
        user: ana,
        channel: incidents,
        text: `/incident ${kind} points-api`,
      });
      await scene.control.waitFor(() => scene.control.ephemerals(ana).length > before, 60_000);
    }
    await scene.timeline('INC-1');
    await scene.control.waitFor(() => scene.files().length > 1, 60_000);
  });
  afterAll(() => scene.end());

  it('reached the evidence, or this would prove nothing', async () => {
    await scene.message('INC-1/evidence', /Planted\w+Error/);
    await scene.message('INC-1/evidence', /Alarm updated, token=\[redacted\]/);
    expect(textOf(await scene.card())).toContain('password=[redacted]');
    expect(fileTexts(scene).some((text) => text.includes('from planted_members'))).toBe(true);
  });

  it('never show in a call of Slack', () => {
    expect(leaked(scene.control.calls.map(({ args }) => JSON.stringify(args)))).toEqual([]);
  });

  it('never show in a file of the thread', () => {
    expect(leaked(fileTexts(scene))).toEqual([]);
  });

  it('never show in a log line', () => {
    expect(logLines.length).toBeGreaterThan(10);
    expect(leaked(logLines)).toEqual([]);
  });

  it('are nowhere in what is kept', () => {
    const kept = readdirSync(scene.dataDir).map((name) =>
      readFileSync(join(scene.dataDir, name), 'latin1'),
    );
    expect(kept.join('').length).toBeGreaterThan(10_000);
    expect(leaked(kept)).toEqual([]);
  });
});

/** What is found of what must not be. */
function leaked(texts: readonly string[]): readonly string[] {
  return secrets.flatMap((secret) => {
    const text = texts.find((one) => one.includes(secret));
    const at = text?.indexOf(secret) ?? 0;
    return text === undefined ? [] : [`${secret}: …${text.slice(Math.max(0, at - 60), at + 60)}…`];
  });
}

function fileTexts({ control }: Scene): readonly string[] {
  return [...control.workspace.files.values()].map(
    ({ name, alt = '', bytes }) => `${name} ${alt} ${Buffer.from(bytes).toString('latin1')}`,
  );
}

/** Beside records, of which a healthy service has hardly any: an error for each planted line. Counts stay. */
function withRecords(answer: unknown, now: number): unknown {
  const { results } = answer as { results: { field: string; value: string }[][] };
  if (results[0] && !results[0].some(({ field }) => field === '@message')) return answer;
  const rows = corpus.map(([line], place) => {
    const message = `${line}`;
    const type = `Planted${String.fromCharCode(65 + (place % 26), 65 + Math.floor(place / 26))}Error`;
    const at = now - place * 100;
    const record = {
      level: 50,
      time: at,
      shopId: elsewhere[0],
      err: { type, message, stack: `${type}: ${message}\n    at pay (/app/pay.js:1:1)` },
      msg: message,
    };
    return [
      { field: '@timestamp', value: new Date(at).toISOString().replace('T', ' ').replace('Z', '') },
      { field: '@logStream', value: 'points-api/points-api/0123' },
      { field: '@message', value: JSON.stringify(record) },
    ];
  });
  return { ...(answer as object), results: [...rows, ...results] };
}

function withStatements(answer: unknown, now: number): unknown {
  const { LogFileData = '' } = answer as { LogFileData?: string };
  if (LogFileData === '') return answer;
  const endedAt = now - 120_000;
  const statements = [
    "select * from planted_members where email = 'slow.member@example.com' and phone = '010-9876-5432'",
    "update planted_members set password = 'slowLiteralSecret5' where id = 7",
    'select 1 from planted_members /* token=commentSecret66 */',
  ];
  const entries = statements.map(
    (statement) => `# Time: ${new Date(endedAt).toISOString()}
# User@Host: app[app] @  [10.0.0.1]  Id: 7
# Query_time: 90.5  Lock_time: 0.000010 Rows_sent: 1  Rows_examined: 900000
SET timestamp=${Math.floor(endedAt / 1000)};
${statement};
`,
  );
  return { ...(answer as object), LogFileData: `${LogFileData}${entries.join('')}` };
}
