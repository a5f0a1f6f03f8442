import { createMemory } from './memory.ts';

/** A record that tells of a failure, an error or an access line. */
export interface Told {
  /** Epoch milliseconds; 0 where it does not say. */
  readonly at: number;
  readonly stream: string;
  readonly requestId: string | undefined;
}

/** An access line is held so long, by the clock of the log, in case its error is written after it. */
const heldMs = 2_000;
const mostHeld = 200;
/** Without ids, an error and an access line of one stream so close together are of one request. */
const momentMs = 1_000;
const idsKept = 20_000;
const mostStreams = 2_000;
const mostOfStream = 50;

/**
 * Finds out which access lines of failed requests tell what an error record tells too, so that no
 * failure counts twice: by the id of the request, else by stream and moment, where an error stands
 * for one line. `alone` gets the lines nothing else speaks of, `same` those with their error.
 */
export function createSameRequest<Line extends Told, Failure extends Told>(take: {
  alone(line: Line): void;
  same(line: Line, error: Failure): void;
}): { line(line: Line): void; error(error: Failure): void; end(): void } {
  const byId = createMemory<Failure>(idsKept);
  /** Errors of the last moment that stand for no line yet. */
  const recent = new Map<string, Failure[]>();
  let held: Line[] = [];

  function giveUntil(at: number): void {
    while (held[0] !== undefined && (held.length > mostHeld || at - held[0].at > heldMs)) {
      take.alone(held[0]);
      held.shift();
    }
  }

  function errorAround(line: Line): Failure | undefined {
    const errors = recent.get(line.stream);
    const place = errors?.findLastIndex((error) => isOneMoment(line, error)) ?? -1;
    return place === -1 ? undefined : errors?.splice(place, 1)[0];
  }

  function remember(error: Failure): void {
    const errors = recent.get(error.stream) ?? [];
    if (errors.length >= mostOfStream) errors.shift();
    errors.push(error);
    if (recent.size >= mostStreams) recent.clear();
    recent.set(error.stream, errors);
  }

  return {
    line(line) {
      const { requestId } = line;
      const error =
        (requestId === undefined ? undefined : byId.get(requestId)) ?? errorAround(line);
      if (error === undefined) held.push(line);
      else take.same(line, error);
      giveUntil(line.at);
    },
    error(error) {
      const { requestId } = error;
      if (requestId !== undefined) byId.set(requestId, error);
      const place = held.findIndex((line) =>
        requestId !== undefined && line.requestId !== undefined
          ? line.requestId === requestId
          : isOneMoment(line, error),
      );
      const [line] = place === -1 ? [] : held.splice(place, 1);
      if (line === undefined) remember(error);
      else take.same(line, error);
      giveUntil(error.at);
    },
    end() {
      for (const line of held) take.alone(line);
      held = [];
    },
  };
}

/** Two that both name their request are told apart by that alone. */
function isOneMoment(line: Told, error: Told): boolean {
  const bothNamed = line.requestId !== undefined && error.requestId !== undefined;
  const isTimed = line.at > 0 && error.at > 0;
  return (
    !bothNamed &&
    isTimed &&
    line.stream === error.stream &&
    Math.abs(line.at - error.at) <= momentMs
  );
}
