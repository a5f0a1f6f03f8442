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
  /** Moments to be marked through all panels: releases, the onset. */
  readonly marks: readonly {
    readonly at: number;
    readonly label: string;
    readonly kind: 'release' | 'onset' | 'event';
  }[];
  /** At least one, at most four. */
  readonly panels: readonly Panel[];
}

export interface Panel {
  readonly title: string;
  /** How a value is written: `1.2 s`, `34 %`. */
  readonly unit: 'count' | 'ms' | 'percent' | 'bytes';
  /** `stack`: areas one on the other (load by query); `lines`: side by side. */
  readonly form: 'stack' | 'lines';
  /** At most six, biggest first. */
  readonly series: readonly Series[];
}

export interface Series {
  readonly label: string;
  /** Oldest first. A missing point is a gap in a line and nothing in a stack. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
}
