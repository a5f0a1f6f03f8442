/**
 * Port: somebody who can draw. A picture is data here; what it looks like, its fonts and its pixels
 * are the adapter's. The numbers a picture shows stand in the text too.
 */
export interface Draughtsman {
  /** A PNG that is readable on a phone, on Slack's light and dark background alike. */
  draw(picture: Picture): Promise<Uint8Array>;
}

/** Panels one above the other over one axis of time. */
export interface Picture {
  /** What it shows, in people's words. */
  readonly title: string;
  readonly fromAt: number;
  readonly toAt: number;
  /** IANA zone of the axis. */
  readonly zone: string;
  /** Moments to be marked through all panels; one without a label is only a line. */
  readonly marks: readonly Mark[];
  /** At least one, at most four. */
  readonly panels: readonly Panel[];
  /** What stands under it in words: what could not be read, what was not found. */
  readonly notes?: readonly string[];
}

export interface Mark {
  readonly at: number;
  /** Of what takes a while, as a rollout does: its end. */
  readonly untilAt?: number;
  readonly label: string;
  readonly kind: 'onset' | 'now' | 'release' | 'event';
}

export interface Panel {
  readonly title: string;
  /** How a value is written: `1.2 s`, `34 %`. */
  readonly unit: 'count' | 'ms' | 'percent' | 'bytes';
  /** `stack`: areas one on the other (load by query); `lines`: side by side. */
  readonly form: 'stack' | 'lines';
  /** At most six, biggest first. */
  readonly series: readonly Series[];
  /** How long each point stands for; absent: as far as the nearest two are apart. */
  readonly stepMs?: number;
  /** What of the picture's window was read, where it is not all: beyond it nothing is known. */
  readonly covered?: { readonly fromAt: number; readonly toAt: number };
}

export interface Series {
  readonly label: string;
  /** Oldest first. A missing point is a gap in a line and nothing in a stack. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
}
