import { expect, test } from 'vitest';
import {
  databaseLogsLink,
  insightsLink,
  logGroupLink,
} from '../../../src/adapters/aws/console-link.ts';

const window = {
  fromAt: Date.parse('2026-11-22T01:30:00Z'),
  toAt: Date.parse('2026-11-22T02:00:00Z'),
};

test('opens Logs Insights with the query, the groups and the window filled in', () => {
  const link = insightsLink('ap-northeast-2', {
    groups: ['/ecs/points-api', 'other'],
    text: 'fields @message\n| limit 20',
    window,
  });
  expect(link).toBe(
    'https://ap-northeast-2.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-2' +
      "#logsV2:logs-insights$3FqueryDetail$3D~(end~'2026-11-22T02*3a00*3a00.000Z" +
      "~start~'2026-11-22T01*3a30*3a00.000Z~timeType~'ABSOLUTE~tz~'UTC" +
      "~editorString~'fields*20*40message*0a*7c*20limit*2020" +
      "~source~(~'*2fecs*2fpoints-api~'other)~lang~'CWLI)",
  );
});

test('keeps quotes, dollars and other scripts from ending a text early', () => {
  const link = insightsLink('us-east-1', { groups: ['g'], text: `'~()$<|> 점`, window });
  expect(link).toContain("editorString~'*27*7e*28*29!*3c*7c*3e*20**c810~source");
  expect(link).not.toMatch(/[<>|\s]/);
});

test('opens a log group with its name encoded twice', () => {
  expect(logGroupLink('us-east-1', '/aws/rds/x', window)).toBe(
    'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1' +
      '#logsV2:log-groups/log-group/$252Faws$252Frds$252Fx/log-events' +
      `$3Fstart$3D${window.fromAt}$26end$3D${window.toAt}`,
  );
});

test('knows the consoles of China and GovCloud', () => {
  expect(databaseLogsLink('cn-north-1', 'db')).toMatch(
    /^https:\/\/cn-north-1\.console\.amazonaws\.cn\/rds/,
  );
  expect(databaseLogsLink('us-gov-west-1', 'db')).toContain('.console.amazonaws-us-gov.com/');
});
