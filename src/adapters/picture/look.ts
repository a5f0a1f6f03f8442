/**
 * What every picture shares, in pixels of a picture 1200 wide. A phone shows it about 360 wide, so
 * nothing is written smaller than 30.
 */
export const look = {
  width: 1200,
  /** From the card's edge to what is drawn on it. */
  margin: 36,
  title: 42,
  heading: 36,
  text: 32,
  small: 30,
} as const;

/** A card of its own: the same on Slack's white and on its #1a1d21. */
export const colours = {
  card: '#ffffff',
  border: '#8d9199',
  ink: '#1d1c1d',
  soft: '#5a5e66',
  grid: '#dfe1e5',
  axis: '#8d9199',
  onset: '#b3001b',
  release: '#1d1c1d',
  event: '#5a5e66',
  now: '#5a5e66',
} as const;

/**
 * One look per series, in order. Told apart by anybody who mixes up red and green, by lightness in
 * grey, and without any colour by dash and pattern. White on each of them is read easily.
 */
export const seriesLooks: readonly {
  readonly colour: string;
  readonly dash: string | undefined;
  readonly pattern: Pattern;
}[] = [
  { colour: '#005f9e', dash: undefined, pattern: 'plain' },
  { colour: '#b84a00', dash: '22 10', pattern: 'rising' },
  { colour: '#00705a', dash: '6 9', pattern: 'dots' },
  { colour: '#8d3b78', dash: '22 9 6 9', pattern: 'falling' },
  { colour: '#7a5c00', dash: '34 14', pattern: 'level' },
  { colour: '#5a5e66', dash: '14 8', pattern: 'crossed' },
];

/** How an area is hatched, in white on its colour. */
export type Pattern = 'plain' | 'rising' | 'falling' | 'dots' | 'level' | 'crossed';
