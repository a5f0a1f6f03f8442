import type { Clock } from '../../engine/clock.ts';
import { deliverEvent, type Envelope, type Outcome, type Transport } from './delivery.ts';
import { identity } from './identity.ts';
import type { Manifest } from './manifest.ts';
import type { AppEvent } from './stage.ts';
import type { LocalSlackLimits } from './timing.ts';

/** An event on its way to the app, or there. */
export interface SentEvent {
  readonly id: string;
  readonly event: AppEvent;
  /** Absent while it is still being tried. */
  outcome?: Outcome;
}

export interface Events {
  /** Sends what the manifest subscribes to; anything else the app never hears of. */
  tell(subscription: string, event: AppEvent): void;
  /** Every event sent, oldest first. */
  readonly sent: readonly SentEvent[];
  /** Delivers the event once more under its own id, as Slack does when an ack got lost. */
  redeliver(eventId: string): Promise<Outcome>;
}

export function createEvents(options: {
  manifest: Manifest;
  transport: Transport;
  limits: LocalSlackLimits;
  wall: Clock;
  signal: AbortSignal;
}): Events {
  const sent: SentEvent[] = [];

  function envelopeOf({ id, event }: SentEvent): Envelope {
    return {
      type: 'events_api',
      payload: {
        token: 'local',
        team_id: identity.teamId,
        api_app_id: identity.appId,
        type: 'event_callback',
        event,
        event_id: id,
        event_time: Math.trunc(Number(event.event_ts)),
        authorizations: [
          {
            enterprise_id: null,
            team_id: identity.teamId,
            user_id: identity.botUserId,
            is_bot: true,
            is_enterprise_install: false,
          },
        ],
        is_ext_shared_channel: false,
        event_context: `4-local-${id}`,
      },
    };
  }

  return {
    sent,
    tell(subscription, event) {
      if (!options.manifest.events.has(subscription)) return;
      const entry: SentEvent = { id: `Ev${String(sent.length + 1).padStart(8, '0')}`, event };
      sent.push(entry);
      void deliverEvent(envelopeOf(entry), options).then((outcome) => {
        entry.outcome = outcome;
      });
    },
    redeliver(eventId) {
      const entry = sent.find(({ id }) => id === eventId);
      if (!entry) throw new Error(`No event ${eventId} was ever sent`);
      return options.transport(envelopeOf(entry), { attempt: 1, reason: 'timeout' });
    },
  };
}
