import type { Block } from './message.ts';

/** A modal or App Home as Slack keeps it. */
export interface View {
  readonly id: string;
  readonly team_id: string;
  readonly app_id: string;
  readonly bot_id: string;
  readonly type: 'modal' | 'home';
  readonly callback_id: string;
  readonly external_id: string;
  readonly private_metadata: string;
  readonly title?: unknown;
  readonly submit?: unknown;
  readonly close?: unknown;
  readonly clear_on_close: boolean;
  readonly notify_on_close: boolean;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
  readonly blocks: Block[];
  /** What has been typed and chosen: block_id → action_id → state. */
  readonly state: { readonly values: ViewValues };
  /** Changes with every update; guards against two writers. */
  readonly hash: string;
  /** Faults shown beside the fields, by block_id; ours, never sent to the app. */
  readonly errors?: Readonly<Record<string, string>>;
}

export type ViewValues = Record<string, Record<string, Record<string, unknown>>>;
