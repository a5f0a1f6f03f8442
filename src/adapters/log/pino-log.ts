import { type DestinationStream, destination as fileDescriptor, type Logger, pino } from 'pino';
import type { Log } from '../../engine/log.ts';
import { createRedactor, type Redactor } from './redact.ts';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * Log lines as JSON, one a line, on standard error unless told otherwise, so that standard output
 * stays free for answers. Everything passes the redactor; `secrets` are values never to be shown.
 */
export function createPinoLog(options: {
  level: LogLevel;
  destination?: { write(line: string): void };
  secrets?: readonly string[];
}): Log {
  const stream: DestinationStream =
    options.destination ?? fileDescriptor({ dest: process.stderr.fd, sync: true });
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  return wrap(
    logger,
    createRedactor(options.secrets === undefined ? {} : { secrets: options.secrets }),
  );
}

function wrap(logger: Logger, redactor: Redactor): Log {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => {
    return (fields: object, message: string): void => {
      if (logger.isLevelEnabled(level)) {
        logger[level](cleanFields(fields, redactor), redactor.text(message));
      }
    };
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(logger.child(cleanFields(fields, redactor)), redactor),
  };
}

/** A bare error becomes the field `error`; names that pino writes itself get an underscore. */
function cleanFields(fields: object, redactor: Redactor): Record<string, unknown> {
  const named = fields instanceof Error ? { error: fields } : fields;
  const clean = redactor.value(named);
  if (typeof clean !== 'object' || clean === null || Array.isArray(clean)) return { fields: clean };
  const taken = ['level', 'time', 'msg'];
  return Object.fromEntries(
    Object.entries(clean).map(([name, value]) => [
      taken.includes(name) ? `${name}_` : name,
      value as unknown,
    ]),
  );
}
