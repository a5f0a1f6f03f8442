import { afterAll, beforeAll, expect, test } from 'vitest';
import { OutsideError } from '../../../src/core/kit/outside-error.ts';
import { connected, jumpingClock } from './support.ts';

let here: Awaited<ReturnType<typeof connected>>;
beforeAll(async () => {
  here = await connected({ wall: jumpingClock(), language: 'ko' });
});
afterAll(() => here.stop());

const control = () => here.local.control;
const toldPrivately = (part: string) =>
  control().waitFor(() =>
    control()
      .ephemerals('U1')
      .find(({ text }) => text.includes(part)),
  );
const say = (text: string) => control().command({ user: 'U1', channel: 'C1', text });

test('in a Korean workspace the form speaks Korean, and so do its faults', async () => {
  here.desk.answer = () => ({ kind: 'form', form: 'declare' });
  await say('/incident 선언');
  const view = await control().waitFor(() => control().views('U1')[0]);
  expect(view.title).toMatchObject({ text: '장애 선언' });
  const values = { title: 'x', service: 'mailer', environment: 'staging', severity: 'SEV2' };
  const act = await control().submitView({ user: 'U1', viewId: view.id, values });
  expect(JSON.stringify(act)).toContain('mailer의 환경: production. 이 중에서 골라 주세요.');
});

test('in a Korean workspace trouble is told in Korean, with what came back as it is', async () => {
  here.desk.answer = () => {
    const message = 'ECS: DescribeServices: no answer.';
    throw new OutsideError({ system: 'ECS', operation: 'x', kind: 'timed-out', message });
  };
  await say('/incident 상태');
  await toldPrivately('처리하지 못했습니다. ECS: DescribeServices: no answer.');
  here.desk.answer = () => {
    throw new Error('a bug');
  };
  await say('/incident 상태');
  await toldPrivately('예상하지 못한 오류');
});
