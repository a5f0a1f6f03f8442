import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyTimeline } from '../../src/adapters/store/timeline.ts';
import type { Store } from '../../src/engine/store.ts';
import { aDossier, aJob, anAlert, anEntry, insert, take } from './store-examples.ts';
import { jobContract } from './store-jobs.contract.ts';

export interface StoreUnderTest {
  readonly store: Store;
  /** Closes the store and opens it again on the same database. */
  reopen(): Promise<Store>;
  /** Runs a statement behind the store's back. */
  tamper(sql: string): Promise<void>;
  end(): Promise<void>;
}

/** What the engine relies on, whichever database is behind it. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let subject: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      subject = await open();
      store = subject.store;
    });
    afterEach(() => subject.end());

    jobContract(() => store);

    describe('a transaction', () => {
      test('keeps everything of one event together', async () => {
        await store.transaction(async (tx) => {
          expect(await tx.recordEvent({ id: 'e1', incident: 'INC-1', at: 1 })).toBe(true);
          await tx.saveDossier(aDossier(1), 1);
          await tx.appendTimeline('INC-1', [anEntry('e1')]);
          await tx.insertJobs([aJob('e1#0', { incident: 'INC-1' })], 1);
        });
        store = await subject.reopen();
        expect(await store.incident('INC-1')).toEqual(aDossier(1));
        expect(await store.timeline('INC-1')).toMatchObject([anEntry('e1')]);
        expect(await take(store)).toMatchObject([{ key: 'e1#0', incident: 'INC-1', attempt: 1 }]);
      });

      test('leaves nothing behind when its work throws', async () => {
        const work = store.transaction(async (tx) => {
          await tx.recordEvent({ id: 'e1', incident: 'INC-1', at: 1 });
          await tx.saveDossier(aDossier(1), 1);
          await tx.appendTimeline('INC-1', [anEntry('e1')]);
          await tx.insertJobs([aJob('e1#0')], 1);
          await tx.holdTarget('ecs:points', 'a1', 1);
          throw new Error('the step failed');
        });
        await expect(work).rejects.toThrow('the step failed');
        expect(await store.incident('INC-1')).toBeUndefined();
        expect(await store.timeline('INC-1')).toEqual([]);
        expect(await take(store)).toEqual([]);
        await store.transaction(async (tx) => {
          expect(await tx.recordEvent({ id: 'e1', incident: 'INC-1', at: 1 })).toBe(true);
          expect(await tx.holdTarget('ecs:points', 'a2', 1)).toBe(true);
        });
      });

      test('is undone after a failed statement even when its work caught the failure', async () => {
        const work = store.transaction(async (tx) => {
          await tx.saveDossier(aDossier(1), 1);
          await tx
            .saveDossier(aDossier(2, { title: undefined as never, number: Number.NaN }), 1)
            .catch(() => {});
        });
        await expect(work).rejects.toThrow('cannot keep the number');
        expect(await store.incident('INC-1')).toBeUndefined();
      });

      test('cannot be used after its end', async () => {
        const kept = await store.transaction(async (tx) => tx);
        await expect(kept.saveDossier(aDossier(1), 1)).rejects.toThrow('had ended');
      });

      test('refuses the store itself inside it, which would wait for ever', async () => {
        const work = store.transaction(async () => store.openIncidents());
        await expect(work).rejects.toThrow('inside its own transaction');
        expect(await store.openIncidents()).toEqual([]);
      });

      test('runs after the one that holds the same name', async () => {
        const order: string[] = [];
        const first = store.transaction(async (tx) => {
          await tx.lock('points-api/production');
          order.push('first has it');
          for (let i = 0; i < 5; i++) await tx.dossier('INC-1');
          order.push('first ends');
        });
        const second = store.transaction(async (tx) => {
          await tx.lock('points-api/production');
          order.push('second has it');
          for (let i = 0; i < 5; i++) await tx.dossier('INC-1');
          order.push('second ends');
        });
        await Promise.all([first, second]);
        const winner = order[0] === 'first has it' ? ['first', 'second'] : ['second', 'first'];
        expect(order).toEqual(winner.flatMap((who) => [`${who} has it`, `${who} ends`]));
      });

      test('takes many at a time and loses no change of a dossier', async () => {
        await store.transaction((tx) => tx.saveDossier(aDossier(1), 1));
        await Promise.all(
          Array.from({ length: 30 }, (_, i) =>
            store.transaction(async (tx) => {
              const dossier = await tx.dossier('INC-1');
              await tx.saveDossier({ ...dossier!, asking: [...dossier!.asking, `q${i}`] }, i);
              await tx.appendTimeline('INC-1', [anEntry(`q${i}`)]);
            }),
          ),
        );
        expect((await store.incident('INC-1'))?.asking).toHaveLength(30);
        const timeline = await store.timeline('INC-1');
        expect(verifyTimeline(timeline)).toMatchObject({ verdict: 'sound', entries: 30 });
      });
    });

    describe('events', () => {
      test('are taken once, whoever sends them at the same time', async () => {
        const takeOnce = () =>
          store.transaction((tx) => tx.recordEvent({ id: 'click', incident: 'INC-1', at: 1 }));
        const answers = await Promise.all([takeOnce(), takeOnce(), takeOnce(), takeOnce()]);
        expect(answers.filter(Boolean)).toHaveLength(1);
        expect(await takeOnce()).toBe(false);
      });
    });

    describe('incidents', () => {
      test('are numbered from 1 without gaps, also when some are not opened', async () => {
        const next = () => store.transaction((tx) => tx.nextIncidentNumber());
        expect(await Promise.all([next(), next(), next()]).then((all) => all.sort())).toEqual([
          1, 2, 3,
        ]);
        const undone = store.transaction(async (tx) => {
          await tx.nextIncidentNumber();
          throw new Error('refused');
        });
        await expect(undone).rejects.toThrow('refused');
        expect(await next()).toBe(4);
      });

      test('are found by service and environment while open, newest first', async () => {
        await store.transaction(async (tx) => {
          await tx.saveDossier(aDossier(1), 1);
          await tx.saveDossier(aDossier(2), 1);
          await tx.saveDossier(aDossier(3, { environment: 'staging' }), 1);
          await tx.saveDossier(aDossier(4), 1);
          await tx.saveDossier(aDossier(4, { phase: 'resolved' }), 2);
        });
        await store.transaction(async (tx) => {
          const open = await tx.openIncidents('points-api', 'production');
          expect(open.map(({ id }) => id)).toEqual(['INC-2', 'INC-1']);
        });
        expect((await store.openIncidents()).map(({ id }) => id)).toEqual([
          'INC-3',
          'INC-2',
          'INC-1',
        ]);
        expect((await store.recentIncidents(2)).map(({ id }) => id)).toEqual(['INC-4', 'INC-3']);
        expect(await store.counts(0)).toMatchObject({ openIncidents: 3 });
      });

      test('are found by an alert they know, the newest first, open or not', async () => {
        await store.transaction((tx) => tx.saveDossier(aDossier(1, { alerts: anAlert('cpu') }), 1));
        await store.transaction(async (tx) => {
          const dossier = await tx.dossier('INC-1');
          const alerts = { ...dossier!.alerts, ...anAlert('lag') };
          await tx.saveDossier({ ...dossier!, alerts, phase: 'resolved' }, 2);
          await tx.saveDossier(aDossier(2, { alerts: anAlert('cpu') }), 2);
        });
        await store.transaction(async (tx) => {
          expect((await tx.incidentOfAlert('cpu'))?.id).toBe('INC-2');
          expect((await tx.incidentOfAlert('lag'))?.id).toBe('INC-1');
          expect(await tx.incidentOfAlert('disk')).toBeUndefined();
        });
      });

      test('are found by the message their thread hangs under', async () => {
        const card = { channel: 'C1', ts: '17.42' };
        await store.transaction((tx) => tx.saveDossier(aDossier(1, { messages: { card } }), 1));
        expect(await store.incidentOfThread('C1', '17.42')).toBe('INC-1');
        expect(await store.incidentOfThread('C2', '17.42')).toBeUndefined();
        expect(await store.incident('INC-9')).toBeUndefined();
      });

      test('keep any text, foreign bytes included', async () => {
        const title = 'NUL \0, half a pair \ud800, 주문, 🔥, \u2028 "quoted" ?';
        await store.transaction(async (tx) => {
          await tx.saveDossier(aDossier(1, { title, service: title }), 1);
          await tx.appendTimeline('INC-1', [anEntry('e1', { text: title })]);
          await tx.insertJobs([aJob(`k ${title}`, { lane: title })], 1);
        });
        expect((await store.incident('INC-1'))?.title).toBe(title);
        const timeline = await store.timeline('INC-1');
        expect(timeline[0]?.text).toBe(title);
        expect(verifyTimeline(timeline).verdict).toBe('sound');
        const [claim] = await take(store);
        await store.retryJob(claim!, { dueAt: 5, error: title });
        expect(await store.nextJobAt()).toBe(5);
      });
    });

    describe('the timeline', () => {
      test('is one chain over several transactions, an incident apart from others', async () => {
        for (const id of ['a', 'b']) {
          await store.transaction(async (tx) => {
            await tx.appendTimeline('INC-1', [anEntry(`${id}1`), anEntry(`${id}2`)]);
            await tx.appendTimeline('INC-2', [
              anEntry(`${id}3`, { detail: { z: 1, a: [{ y: 2, b: 3 }] } }),
            ]);
            await tx.appendTimeline('INC-2', []);
          });
        }
        const timeline = await store.timeline('INC-1');
        expect(timeline.map(({ seq, id }) => [seq, id])).toEqual([
          [1, 'a1'],
          [2, 'a2'],
          [3, 'b1'],
          [4, 'b2'],
        ]);
        expect(verifyTimeline(timeline)).toMatchObject({ verdict: 'sound', entries: 4 });
        expect(verifyTimeline(await store.timeline('INC-2'))).toMatchObject({
          verdict: 'sound',
          entries: 2,
        });
      });

      test('can only be added to: the database itself refuses a change', async () => {
        await store.transaction((tx) => tx.appendTimeline('INC-1', [anEntry('a')]));
        await expect(subject.tamper(`update timeline set entry = '{}'`)).rejects.toThrow(
          'append-only',
        );
        await expect(subject.tamper('delete from timeline')).rejects.toThrow('append-only');
        expect(await store.timeline('INC-1')).toHaveLength(1);
      });
    });

    describe('a target', () => {
      test('is held by one action until that one lets it go', async () => {
        const hold = (action: string) =>
          store.transaction((tx) => tx.holdTarget('ecs:points', action, 1));
        const answers = await Promise.all(['a1', 'a2', 'a3'].map(hold));
        expect(answers.filter(Boolean)).toHaveLength(1);
        const holder = `a${answers.indexOf(true) + 1}`;
        expect(await hold(holder)).toBe(true);
        await store.transaction((tx) => tx.releaseTarget('ecs:points', 'somebody else'));
        expect(await hold('a4')).toBe(false);
        await store.transaction((tx) => tx.releaseTarget('ecs:points', holder));
        expect(await hold('a4')).toBe(true);
      });
    });

    describe('a lease', () => {
      test('is one holder at a time, kept by asking again, free when its time is over', async () => {
        expect(await store.takeLease('backstop', 'one', 0, 100)).toBe(true);
        expect(await store.takeLease('backstop', 'two', 99, 200)).toBe(false);
        expect(await store.takeLease('backstop', 'one', 99, 200)).toBe(true);
        expect(await store.takeLease('prune', 'two', 99, 200)).toBe(true);
        expect(await store.takeLease('backstop', 'two', 200, 300)).toBe(true);
        expect(await store.takeLease('backstop', 'one', 201, 300)).toBe(false);
      });

      test('goes to one of many that ask at once', async () => {
        const asked = ['one', 'two', 'three'].map((who) => store.takeLease('feed', who, 0, 100));
        expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
      });
    });

    describe('snapshots', () => {
      test('say how a thing was at a moment', async () => {
        await store.saveSnapshot('writer', 'points-db', 100, { id: 'db-1' });
        await store.saveSnapshot('writer', 'points-db', 200, { id: 'db-2' });
        await store.saveSnapshot('writer', 'points-db', 200, { id: 'db-3' });
        await store.saveSnapshot('writer', 'other-db', 150, null);
        expect(await store.snapshotAt('writer', 'points-db', 99)).toBeUndefined();
        expect(await store.snapshotAt('writer', 'points-db', 199)).toEqual({
          at: 100,
          value: { id: 'db-1' },
        });
        expect(await store.snapshotAt('writer', 'points-db', 500)).toEqual({
          at: 200,
          value: { id: 'db-3' },
        });
        expect(await store.snapshotAt('writer', 'other-db', 500)).toEqual({ at: 150, value: null });
      });

      test('say how a thing changed over a time: the newest of them, oldest first', async () => {
        for (const at of [100, 200, 300, 400]) await store.saveSnapshot('writer', 'db', at, at);
        await store.saveSnapshot('writer', 'other-db', 250, 'other');
        const between = (fromAt: number, toAt: number, limit: number) =>
          store.snapshots('writer', 'db', { fromAt, toAt, limit });
        expect(await between(100, 400, 9)).toEqual([
          { at: 100, value: 100 },
          { at: 200, value: 200 },
          { at: 300, value: 300 },
        ]);
        expect((await between(0, 999, 2)).map(({ at }) => at)).toEqual([300, 400]);
        expect(await between(401, 999, 9)).toEqual([]);
      });
    });

    describe('pruning', () => {
      test('forgets old events, done jobs and snapshots, and never what still matters', async () => {
        await store.transaction(async (tx) => {
          await tx.recordEvent({ id: 'old', incident: 'INC-1', at: 10 });
          await tx.recordEvent({ id: 'new', incident: 'INC-1', at: 100 });
          await tx.saveDossier(aDossier(1, { phase: 'resolved' }), 10);
          await tx.appendTimeline('INC-1', [anEntry('old')]);
          await tx.insertJobs([aJob('done'), aJob('waiting', { dueAt: 10 })], 0);
        });
        const [claim] = await take(store, 0);
        await store.transaction((tx) => tx.finishJob(claim!, 20));
        for (const at of [1, 2, 120]) await store.saveSnapshot('writer', 'db', at, at);
        await store.prune(100);
        await store.transaction(async (tx) => {
          expect(await tx.recordEvent({ id: 'old', incident: 'INC-1', at: 130 })).toBe(true);
          expect(await tx.recordEvent({ id: 'new', incident: 'INC-1', at: 130 })).toBe(false);
          await tx.insertJobs([aJob('done')], 130);
        });
        expect(await store.incident('INC-1')).toBeDefined();
        expect(await store.timeline('INC-1')).toHaveLength(1);
        expect((await take(store, 200)).map(({ key }) => key).sort()).toEqual(['done', 'waiting']);
        expect(await store.snapshotAt('writer', 'db', 1)).toBeUndefined();
        expect(await store.snapshotAt('writer', 'db', 100)).toEqual({ at: 2, value: 2 });
      });

      test('gets through more than one portion', async () => {
        await store.transaction(async (tx) => {
          for (let i = 0; i < 2_100; i++)
            await tx.recordEvent({ id: `e${i}`, incident: 'I', at: i });
        });
        await store.prune(2_050);
        await store.transaction(async (tx) => {
          expect(await tx.recordEvent({ id: 'e2049', incident: 'I', at: 1 })).toBe(true);
          expect(await tx.recordEvent({ id: 'e2050', incident: 'I', at: 1 })).toBe(false);
        });
      });
    });

    describe('opening and closing', () => {
      test('answers a ping, and says it is closed after that', async () => {
        await store.ping();
        store = await subject.reopen();
        await store.ping();
        await store.close();
        const after = store.openIncidents();
        await expect(after).rejects.toMatchObject({ system: 'store', kind: 'unavailable' });
      });

      test('refuses a database that a newer version has changed', async () => {
        await subject.tamper(`insert into schema_versions (version, name) values (99, 'later')`);
        await expect(subject.reopen()).rejects.toMatchObject({
          system: 'store',
          kind: 'conflict',
          message: expect.stringMatching(/changed by a newer Firebreak \(schema version 99/),
        });
      });

      test('tells those who wait when work was inserted, and stops when asked', async () => {
        let told = 0;
        const first = await new Promise<() => void>((resolve) => {
          const stop = store.onWork(() => {
            told++;
            resolve(stop);
          });
          void insert(store, [aJob('a'), aJob('b')]);
        });
        first();
        const before = told;
        await new Promise<void>((resolve) => {
          const stop = store.onWork(() => {
            stop();
            resolve();
          });
          void insert(store, [aJob('c')]);
        });
        expect(told).toBe(before);
      });
    });
  });
}
