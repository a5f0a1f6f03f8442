/** Small readers for Block Kit objects, which reach the page as plain JSON. */
export type Json = Readonly<Record<string, unknown>>;

export function object(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : undefined;
}

export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object).filter((each) => each !== undefined) : [];
}

export function string(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** The words of a text object. */
export function words(value: unknown): string {
  return string(object(value)?.text);
}
