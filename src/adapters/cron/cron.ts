import { schedule } from 'node-cron';

/** A task by its name and how often it runs. */
interface CronTask {
  readonly name: string;
  /** 5–3 600; divides a minute or an hour. */
  readonly everySeconds: number;
  readonly run: () => Promise<void>;
}

/**
 * Runs each task at once and then on its schedule, never two rounds of one task at a time. `stop`
 * ends the schedules; a round under way is the caller's to wait for.
 */
export function startCron(tasks: readonly CronTask[]): { stop(): Promise<void> } {
  const underWay = new Set<Promise<void>>();
  const round = (task: CronTask): Promise<void> => {
    const work = task.run().finally(() => underWay.delete(work));
    underWay.add(work);
    return work;
  };
  const scheduled = tasks.map((task) =>
    schedule(expressionOf(task.everySeconds), () => round(task), {
      name: task.name,
      noOverlap: true,
      suppressMissedWarning: true,
    }),
  );
  for (const task of tasks) void round(task);
  return {
    async stop() {
      await Promise.all(scheduled.map((job) => job.destroy()));
      await Promise.allSettled(underWay);
    },
  };
}

/** node-cron's six fields, seconds first. */
export function expressionOf(everySeconds: number): string {
  if (everySeconds < 60) return `*/${Math.max(1, Math.round(everySeconds))} * * * * *`;
  const minutes = Math.max(1, Math.round(everySeconds / 60));
  return minutes < 60 ? `0 */${minutes} * * * *` : '0 0 * * * *';
}
