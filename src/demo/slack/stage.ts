import type { Clock } from '../../engine/clock.ts';
import type { Manifest } from './manifest.ts';
import type { LocalSlackLimits } from './timing.ts';
import type { Triggers } from './triggers.ts';
import type { Workspace } from './workspace.ts';

/** What the app hears of: the inner event, as the Events API words it. */
export type AppEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** What everything in the local Slack needs of everything else. */
export interface Stage {
  readonly workspace: Workspace;
  readonly manifest: Manifest;
  readonly limits: LocalSlackLimits;
  /** Real time, for what Slack limits in seconds; the workspace's own clock dates messages. */
  readonly wall: Clock;
  readonly triggers: Triggers;
  /** Sends the event if the manifest subscribes to it; `subscription` is its name there. */
  tellApp(subscription: string, event: AppEvent): void;
  /** `http://127.0.0.1:PORT`. */
  origin(): string;
  /** A one-time WebSocket address. */
  socketUrl(): string;
}
