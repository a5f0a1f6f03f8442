import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ana, ben, dana, incidents, type Scene, startScene } from './scene.ts';

/** Nothing is on fire yet. People ask, declare, take over and close, by command, mention and button. */
describe('working by hand', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene({ escalateAfter: '4h' });
  });
  afterAll(() => scene.end());

  const ask = (user: string, text: string) =>
    scene.control.command({ user, channel: incidents, text: `/incident ${text}` });
  const inThread = async (user: string, text: string) =>
    scene.control.mention({ user, channel: incidents, thread: (await scene.card()).ts, text });

  it('says what is going on: nothing, and who is on call', async () => {
    expect(await ask(ana, '')).toMatchObject({ status: 'acked' });
    expect(await scene.whispered(ana, /Nothing is open/)).toContain(`<@${dana}>`);
  });

  it('lists what it understands', async () => {
    await ask(ana, 'help');
    const help = await scene.whispered(ana, /What I understand/);
    for (const verb of ['declare', 'rollback', 'errors', 'oncall'])
      expect(help).toContain(`/incident ${verb}`);
  });

  it('answers a slip with the nearest right verb', async () => {
    await ask(ana, 'rolback points-api');
    expect(await scene.whispered(ana, /rolback/)).toContain('rollback');
    expect(scene.control.views(ana)).toEqual([]);
  });

  it('shows what runs to whoever asked', async () => {
    await ask(ben, 'status orders-api');
    const status = await scene.whispered(ben, /orders-api:7/);
    expect(status).toContain('orders-api · production');
  });

  it('looks for errors and slow queries without an incident, for the asker alone', async () => {
    await ask(ben, 'errors points production 10m');
    await scene.whispered(ben, /points-api · production: CloudWatch Logs Insights found/);
    await ask(ben, 'slow points production 30m');
    await scene.whispered(ben, /points-api · production: RDS log files found/);
    expect(scene.control.messages(incidents)).toEqual([]);
  });

  it('asks which one where it would have to guess', async () => {
    await ask(ben, 'errors');
    await scene.whispered(ben, /Which service\? Name one of: points-api, orders-api/);
    await ask(ben, 'errors points-api');
    await scene.whispered(ben, /Which environment of points-api\? .*production, staging/);
    await ask(ben, 'ack');
    await scene.whispered(ben, /Nothing is open/);
  });

  it('says who is on call', async () => {
    await ask(ana, 'oncall');
    expect(await scene.whispered(ana, /On call/)).toContain('backend');
  });

  it('opens an incident with a form, and pages', async () => {
    await ask(ana, 'declare points-api customers see old balances');
    const form = await scene.form(ana, 'declare');
    expect(JSON.stringify(form.blocks)).toContain('customers see old balances');
    const refused = await scene.control.submitView({ user: ana, values: { severity: 'SEV2' } });
    expect(refused).toMatchObject({ status: 'refused' });
    const values = {
      environment: 'production',
      severity: 'SEV2',
      title: 'customers see old balances',
    };
    await scene.control.submitView({ user: ana, values });
    const card = await scene.message('INC-1/card');
    expect(card.text).toBe(
      'SEV2 points-api production: customers see old balances. Please acknowledge.',
    );
    await scene.whispered(ana, /Opened INC-1/);
    expect((await scene.message(/page/)).text).toContain(`<@${dana}> SEV2 points-api production`);
  });

  it('cannot be reached by a slash command inside the thread: Slack itself refuses', async () => {
    const { ts } = await scene.card();
    const line = { user: ana, channel: incidents, text: '/incident ack', thread: ts };
    expect(await scene.control.command(line)).toMatchObject({ status: 'refused' });
  });

  it('takes a double click once, and tells the second finger so', async () => {
    const both = [
      scene.press(dana, /page/, 'Acknowledge'),
      scene.press(dana, /page/, 'Acknowledge'),
    ];
    await Promise.all(both);
    await scene.message('INC-1/card', new RegExp(`On it\\*\\\\n<@${dana}>`));
    await scene.whispered(dana, /You have acknowledged INC-1 already/);
    await ask(ben, 'ack');
    await scene.whispered(ben, /dana has acknowledged INC-1 already/);
  });

  it('brings errors into the thread on a mention, and answers other mentions there', async () => {
    await inThread(ben, 'errors 30m');
    await scene.message('INC-1/evidence', /Errors/);
    await scene.message('INC-1/options');
    await inThread(ben, 'status');
    await scene.message(/reply/, /points-api:41/);
    await inThread(ben, 'oncall');
    await scene.message(/reply/, /On call/);
    await inThread(ben, 'declare something else');
    await scene.message(/reply/, /form/);
    await inThread(ben, 'bananas');
    await scene.whispered(ben, /bananas/);
  });

  it('shows the App Home of whoever opens it', async () => {
    await scene.control.openHome(dana);
    const home = await scene.control.waitFor(() => scene.control.home(dana));
    const text = JSON.stringify(home.blocks);
    expect(text).toContain('INC-1');
    expect(text).toContain('You are on call for');
  });

  it('resolves, refuses to resolve twice, and opens again', async () => {
    const { ts } = await inThread(ben, 'resolve');
    expect(ts).toBeTruthy();
    await scene.message(/notice/, /ben says it is over/);
    const heard = scene.control.events.filter(({ event }) => event.type === 'app_mention').at(-1);
    expect(await scene.control.redeliver(heard?.id ?? '')).toMatchObject({ status: 'acked' });
    await ask(ana, 'resolve INC-1');
    await scene.whispered(ana, /INC-1 is resolved\. `\/incident reopen INC-1` opens it again/);
    await ask(ana, 'reopen INC-1');
    await scene.message(/notice/, /ana opened the incident again/);
    await inThread(ana, 'dismiss');
    await scene.message(/notice/, /ana dismissed it/);
  });

  it('tells what happened, in order, once each', async () => {
    const timeline = await scene.timeline('INC-1');
    const told = [
      'ana declared',
      'Paging dana',
      'dana acknowledged',
      'ben asked for fresh error traces',
      'ben says it is over',
      'opened the incident again',
      'dismissed',
    ];
    const places = told.map((words) => timeline.indexOf(words));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const words of told) expect(timeline.split(words)).toHaveLength(2);
  });

  it('said nothing else and changed nothing', () => {
    expect(scene.said()).toEqual([
      'INC-1/card',
      'INC-1/evidence',
      'INC-1/options',
      'page',
      'reply',
      'reply',
      'reply',
      '3 notices',
    ]);
    expect(scene.written()).toEqual([]);
  });
});

/** The same program without its own connections: Slack calls the door of its web server. */
describe('working by hand, in HTTP mode', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene({ escalateAfter: '4h', mode: 'http' });
  });
  afterAll(() => scene.end());

  it('takes commands, clicks, forms and mentions at its door', async () => {
    await scene.control.command({ user: ana, channel: incidents, text: '/incident' });
    await scene.whispered(ana, /Nothing is open/);
    await scene.control.command({ user: ana, channel: incidents, text: '/incident declare slow' });
    await scene.form(ana, 'declare');
    await scene.control.submitView({
      user: ana,
      values: { service: 'orders-api', environment: 'production', severity: 'SEV3' },
    });
    const card = await scene.message('INC-1/card');
    await scene.press(ben, 'INC-1/card', 'Acknowledge');
    await scene.message('INC-1/card', new RegExp(`On it\\*\\\\n<@${ben}>`));
    await scene.message('INC-1/options');
    await scene.control.mention({
      user: ben,
      channel: incidents,
      thread: card.ts,
      text: 'resolve',
    });
    await scene.message(/notice/, /ben says it is over/);
  });

  it('turns away what Slack did not sign', async () => {
    const forged = await fetch(`${scene.url()}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'command=%2Fincident&text=reopen+INC-1&user_id=U1&channel_id=C1&trigger_id=1.2',
    });
    expect(forged.status).toBe(401);
  });

  it('said nothing else', () => {
    expect(scene.said()).toEqual(['INC-1/card', 'INC-1/evidence', 'INC-1/options', '1 notices']);
  });
});
