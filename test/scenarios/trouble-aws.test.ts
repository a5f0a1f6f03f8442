import { afterEach, describe, expect, it } from 'vitest';
import { cluster } from '../../src/demo/company/names.ts';
import { ana, ben, incidents, optionOf, type Scene, startScene, textOf } from './scene.ts';

/** AWS refuses, stalls, loses answers, and other people deploy in between. */
describe('trouble with AWS', () => {
  let scene: Scene;
  afterEach(() => scene.end());

  const inThread = async (id: string, user: string, text: string) =>
    scene.control.mention({
      user,
      channel: incidents,
      thread: (await scene.message(`${id}/card`)).ts,
      text,
    });

  async function propose(id: string, user: string, label: string): Promise<void> {
    await scene.press(user, `${id}/card`, 'Roll back …');
    const form = await scene.form(user, 'rollback-release');
    await scene.control.submitView({ user, values: { release: optionOf(form, label) } });
    await scene.form(user, 'rollback-confirm');
    await scene.control.submitView({ user, values: { typed: 'points-api' } });
    await scene.message(new RegExp(`^${id}/action`), /Needs 1 more yes/);
  }

  it('says what could not be found out, why, and where to look oneself', async () => {
    scene = await startScene({ escalateAfter: '4h', evidenceBudgetMs: 8_000 });
    const { faults } = scene.aws;
    faults.inject({ service: 'logs', operation: '*', kind: 'deny', times: 99 });
    faults.inject({ service: 'rds', operation: 'DescribeDBLogFiles', kind: 'deny', times: 99 });
    faults.inject({ service: 'pi', operation: '*', kind: 'deny', times: 99 });
    scene.alarm({ name: 'points-api-gone', state: 'ALARM' });
    const denied = textOf(await scene.message('INC-1/evidence', /Could not find out about error/));
    expect(denied).toMatch(/logs:(StartQuery|FilterLogEvents)/);
    expect(denied).toContain('look yourself');
    const slow = textOf(await scene.message('INC-1/evidence', /Could not find out about slow/));
    // Every way there is to slow queries, and what each would need.
    for (const action of ['rds:DescribeDBLogFiles', 'pi:DescribeDimensionKeys']) {
      expect(slow).toContain(action);
    }
    await scene.message('INC-1/options');

    faults.clear();
    faults.inject({ service: 'logs', operation: 'StartQuery', kind: 'throttle', times: 99 });
    await inThread('INC-1', ben, 'errors 5m');
    const round = textOf(await scene.message('INC-1/evidence', /^(?![\s\S]*find out about error)/));
    expect(round).toContain('CloudWatch FilterLogEvents');
    expect(round).toContain('Only part was read');

    faults.clear();
    for (const operation of ['StartQuery', 'FilterLogEvents']) {
      faults.inject({ service: 'logs', operation, kind: 'silent', times: 9 });
    }
    await inThread('INC-1', ben, 'errors 5m');
    const silent = textOf(await scene.message('INC-1/evidence', /Could not find out about error/));
    expect(silent).toContain('look yourself');
    expect(scene.said()).toEqual(['INC-1/card', 'INC-1/evidence', 'INC-1/options', 'page']);
    expect(scene.written()).toEqual([]);
  });

  it('never sends a change twice because its answer was lost', async () => {
    scene = await startScene({ escalateAfter: '4h', speed: 120 });
    scene.tell('replica-write');
    await scene.message('INC-1/options', /Roll back to/);
    await propose('INC-1', ana, 'points-api:41');
    const lost = {
      service: 'ecs',
      operation: 'UpdateService',
      kind: 'lost-answer',
      times: 1,
    } as const;
    scene.aws.faults.inject(lost);
    await scene.press(ben, /action/, 'Approve');
    await scene.message(/notice/, /sent, but no answer came back/);
    await scene.message(/action/, /Verdict: confirmed/);
    expect(scene.written().filter((each) => each === 'UpdateService')).toHaveLength(1);
    expect(scene.company.ecs.running(cluster, 'points-api')[0]?.taskDefinition).not.toContain(
      ':42',
    );
    await scene.message(/notice/, /Rollback confirmed/);
    expect(scene.said()).toEqual([
      'INC-1/action',
      'INC-1/card',
      'INC-1/evidence',
      'INC-1/options',
      'page',
      '2 notices',
    ]);
  });

  it('lets one incident at a time change a service, and no plan of another world', async () => {
    scene = await startScene({ escalateAfter: '4h', speed: 120 });
    scene.alarm({ name: 'points-api-gone', state: 'ALARM' });
    await scene.message('INC-1/options', /Roll back to/);
    await scene.control.command({
      user: ana,
      channel: incidents,
      text: '/incident declare points-api old',
    });
    await scene.form(ana, 'declare');
    const values = { environment: 'production', severity: 'SEV3' };
    await scene.control.submitView({ user: ana, values });
    await scene.message('INC-2/options', /Roll back to/);
    await propose('INC-1', ana, 'points-api:40');
    await propose('INC-2', ben, 'points-api:40');
    await scene.press(ben, /^INC-1.action/, 'Approve');
    await scene.message(/^INC-1.action/, /The engine is at it/);
    await scene.press(ana, /^INC-2.action/, 'Approve');
    await scene.message(/^INC-2.notice/, /Another incident is changing the same service/);
    await scene.message(/^INC-1.action/, /The engine says it is done|Verdict/);

    await propose('INC-2', ben, 'points-api:41');
    scene.company.ecs.deploy({ cluster, service: 'points-api', taskDefinition: 'points-api:43' });
    await scene.clock.advance(20 * 60_000);
    await scene.message(/^INC-1.notice/, /Rollback/);
    await scene.press(ana, /^INC-2.action/, 'Approve');
    await scene.message(/^INC-2.notice/, /the approval is void/);
    await scene.message(/^INC-2.action/, /Needs 1 more yes/);
    await scene.press(ben, /^INC-2.action/, 'Take back');
    await scene.message(/^INC-2.action/, /Taken back/);
    expect(scene.written().filter((each) => each === 'UpdateService')).toHaveLength(1);
    expect(scene.said()).toEqual([
      'INC-1/action',
      'INC-1/card',
      'INC-1/evidence',
      'INC-1/options',
      'INC-2/action',
      'INC-2/action',
      'INC-2/card',
      'INC-2/evidence',
      'INC-2/options',
      'page',
      '3 notices',
    ]);
  });
});
