/** The path of an address with what differs from one request to the next as `?`: `/points/?`. */
export function routeOf(target: string): string {
  const path = target.replace(/^[a-z]+:\/\/[^/?#]*/, '').replace(/[?#].*$/, '');
  return path === '' ? '/' : path.replace(/[^/]+/g, (part) => (isValue(part) ? '?' : part));
}

/** Numbers, ids, names with a number behind them, addresses, whatever had to be escaped. */
function isValue(part: string): boolean {
  return (
    /^\d+$|^[0-9a-f]{8}-[0-9a-f-]{27}$|[@%]|[-_.~]\d+$|(?:\d.*){3}/.test(part) ||
    (part.length >= 24 && /\d/.test(part))
  );
}
