import { closeSync, openSync, writeSync } from 'node:fs';

const batch = 10_000;
const startedAt = Date.UTC(2026, 10, 22);

/** One record of a kind; `pick` gives a number below its argument. */
type Kind = (n: number, at: string, pick: (below: number) => number) => string;

const stack = (file: string, pick: (below: number) => number) =>
  [1, 2, 3]
    .map(
      (depth) => `\\n    at step${depth} (/app/src/${file}.js:${10 + pick(400)}:${1 + pick(80)})`,
    )
    .join('') + '\\n    at run (/app/node_modules/express/lib/router.js:12:3)';

const ok: Kind = (n, at, pick) =>
  `{"level":30,"time":"${at}","hostname":"api-${pick(6)}","shopId":"shop-${pick(312)}","reqId":"${n.toString(16)}","msg":"GET /points/${n} 200 in ${pick(900)} ms"}`;

const jsonError: Kind = (n, at, pick) => {
  const file = `points${pick(12)}`;
  return `{"level":50,"time":"${at}","hostname":"api-${pick(6)}","shopId":"shop-${pick(7)}","err":{"type":"TypeError","message":"order ${n} has no member","stack":"TypeError: order ${n} has no member${stack(file, pick)}"},"msg":"could not add points"}`;
};

const readOnly: Kind = (n, at, pick) =>
  `{"level":50,"time":"${at}","hostname":"api-3","shopId":"shop-${pick(7)}","err":{"type":"Error","code":"ER_OPTION_PREVENTS_STATEMENT","errno":1290,"message":"The MySQL server is running with the --read-only option so it cannot execute this statement","stack":"Error: The MySQL server is running with the --read-only option${stack('store', pick)}"},"msg":"order ${n} failed"}`;

const plainError: Kind = (n, at, pick) =>
  `${at} ERROR [worker-${pick(8)}] payment ${n} refused by gateway-${pick(3)}: code ${400 + pick(5)}`;

const python: Kind = (n, at, pick) =>
  `${at} ERROR app Exception on /orders/${n}
Traceback (most recent call last):
  File "/srv/app/orders.py", line ${pick(300)}, in add
    total = price(order)
  File "/srv/app/price.py", line ${pick(300)}, in price
    return table[order.kind]
KeyError: 'kind-${n}'`;

/** Of twenty records, as a troubled service writes them. */
const mix: readonly Kind[] = [
  ...Array.from({ length: 12 }, () => ok),
  ...Array.from({ length: 3 }, () => jsonError),
  ...Array.from({ length: 2 }, () => readOnly),
  ...Array.from({ length: 2 }, () => plainError),
  python,
];

/** Writes a log of so many records, the same every time. */
export function writeErrorLog(path: string, records: number): void {
  let state = 42;
  const pick = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const file = openSync(path, 'w');
  try {
    for (let from = 0; from < records; from += batch) {
      let text = '';
      for (let n = from; n < Math.min(records, from + batch); n += 1) {
        const kind = mix[pick(mix.length)] ?? ok;
        text += `${kind(n, new Date(startedAt + n * 50).toISOString(), pick)}\n`;
      }
      writeSync(file, text);
    }
  } finally {
    closeSync(file);
  }
}
