import { z } from 'zod';
import { personOfSlack } from '../../../core/oncall/person.ts';
import { homeView } from '../render/view.ts';
import type { Listening } from './listening.ts';

const opened = z.object({ user: z.string(), tab: z.string().optional() });

/** The Home tab is drawn anew whenever somebody looks at it. */
export function listenToHome(here: Listening): void {
  here.app.event('app_home_opened', async ({ event }) => {
    const { user, tab } = opened.parse(event);
    if (tab === undefined || tab === 'home') await publishHome(here, user);
  });
}

export async function publishHome(here: Listening, user: string): Promise<void> {
  const briefing = await here.desk.home(personOfSlack(here.people, user));
  await here.windows.publishHome(user, homeView(briefing, here.people, here.words));
}
