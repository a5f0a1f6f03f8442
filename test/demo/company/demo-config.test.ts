import { describe, expect, it } from 'vitest';
import { readWorld } from '../../../src/config.ts';
import { alarms } from '../../../src/demo/company/alarms.ts';
import { demoConfig, people } from '../../../src/demo/stories/demo-config.ts';
import { stories } from '../../../src/demo/stories/stories.ts';

describe('the configuration of the demo', () => {
  const text = demoConfig({ awsUrl: 'http://127.0.0.1:4566', language: 'ko' });

  it('is one Firebreak accepts', () => {
    const read = readWorld({ env: {}, readFile: () => text });
    expect(read).not.toHaveProperty('faults');
    if ('faults' in read) return;
    expect(read.world.services.map((service) => service.name)).toEqual([
      'points-api',
      'orders-api',
    ]);
    expect(read.world.people.map((person) => person.slack)).toEqual(people.map((one) => one.slack));
    expect(read.world.rotations[0]?.people).toEqual(['ana', 'ben', 'chris', 'dana']);
    expect(read.world.language).toBe('ko');
  });

  it('knows every alarm of the company', () => {
    for (const alarm of alarms) expect(text).toContain(`"${alarm.name.replace(/-[^-]+$/, '-*')}"`);
  });

  it('has stories with names of their own', () => {
    expect(new Set(stories.map((story) => story.name)).size).toBe(stories.length);
  });
});
