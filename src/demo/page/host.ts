import type { Context } from './context.ts';
import type { Json } from './read.ts';

/** What is given to an element: text, the value of an option, several, or nothing. */
export type Given = string | string[] | null;

/** Where blocks stand: what happens when something in them is used. */
export interface Host {
  readonly context: Context;
  /** A button is pressed or a choice made that the app is to hear of at once. */
  press(block: Json, element: Json, value: Given): Promise<void>;
  /** Forms only: fields keep what is typed here until they are sent. */
  readonly draft?: Draft;
}

export interface Draft {
  get(block: string, action: string): Given | undefined;
  set(block: string, action: string, value: Given): void;
}
