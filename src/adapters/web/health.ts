import { type Metric, metricsText } from './metrics.ts';
import { type Route, sentence } from './route.ts';

/** One thing the program needs before it can serve. */
export interface ReadyCheck {
  readonly name: string;
  readonly ok: boolean;
  /** What was tried and what came back; shown to whoever asks, so no secrets. */
  readonly text?: string;
}

/**
 * `/healthz`: the process answers. `/readyz`: 200 when every check passes, else 503, with the checks
 * as JSON. `/metrics`: numbers in Prometheus's text form.
 */
export function healthRoutes(options: {
  ready(): Promise<readonly ReadyCheck[]>;
  metrics(): Promise<readonly Metric[]>;
}): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', handle: async () => sentence(200, 'alive') },
    {
      method: 'GET',
      path: '/readyz',
      handle: async () => {
        const checks = await options.ready();
        const ready = checks.every((check) => check.ok);
        return Response.json({ ready, checks }, { status: ready ? 200 : 503 });
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      handle: async () =>
        new Response(metricsText(await options.metrics()), {
          headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
        }),
    },
  ];
}
