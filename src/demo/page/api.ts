import type { PageState } from '../slack/page-state.ts';
import type { Look } from './context.ts';
import { toast } from './popover.ts';

export async function readState(user: string, look: Look): Promise<PageState> {
  const query = new URLSearchParams({ user, room: look.room, thread: look.thread });
  const response = await fetch(`/_local/state?${query}`);
  if (!response.ok) throw new Error(`/_local/state answered ${response.status}`);
  return (await response.json()) as PageState;
}

/** Does something as a person; when it could not be done, says why. */
export async function post(name: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(`/_local/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return;
  const { error } = (await response.json()) as { error?: string };
  toast('That did not work', error ?? `The local Slack answered ${response.status}`);
}
