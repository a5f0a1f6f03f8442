import { z } from 'zod';
import { OutsideError } from '../../core/kit/outside-error.ts';
import { readAnswer, type SlackApi } from './api.ts';

/** Knows channels by the names in firebreak.yml. */
export interface Channels {
  /** The id of `#name` or of an id; asks Slack when it has not seen the name yet. */
  idOf(channel: string): Promise<string>;
  /** Slack answered a post to this name from this id. */
  learn(channel: string, id: string): void;
  /** The id if known without asking. */
  known(channel: string): string | undefined;
}

const page = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string().optional() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const mostPages = 50;

export function createChannels(api: SlackApi): Channels {
  const ids = new Map<string, string>();
  const known = (channel: string) => (isId(channel) ? channel : ids.get(bare(channel)));

  async function search(name: string): Promise<string> {
    let cursor: string | undefined;
    for (let read = 0; read < mostPages; read += 1) {
      const answer = await api.call(
        'conversations.list',
        {
          types: 'public_channel,private_channel',
          exclude_archived: true,
          limit: 1_000,
          ...(cursor ? { cursor } : {}),
        },
        `#${name}`,
      );
      const { channels, response_metadata } = readAnswer(page, answer, 'conversations.list');
      for (const channel of channels) if (channel.name) ids.set(channel.name, channel.id);
      const id = ids.get(name);
      if (id !== undefined) return id;
      cursor = response_metadata?.next_cursor;
      if (!cursor) break;
    }
    throw new OutsideError({
      system: 'Slack',
      operation: 'conversations.list',
      kind: 'not-found',
      message: `Slack: looked for the channel #${name}: it is not among those the app may see; invite the app there (/invite @Firebreak in #${name}) or set another channel in firebreak.yml.`,
    });
  }

  return {
    known,
    learn: (channel, id) => {
      if (!isId(channel)) ids.set(bare(channel), id);
    },
    idOf: async (channel) => known(channel) ?? (await search(bare(channel))),
  };
}

function isId(channel: string): boolean {
  return /^[CGD][A-Z0-9]+$/.test(channel);
}

function bare(channel: string): string {
  return channel.replace(/^#/, '');
}
