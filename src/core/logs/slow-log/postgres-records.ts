import { utf8Length } from '../../kit/text.ts';
import { createCsvRecords } from './csv-records.ts';
import { formOf, readCsvMessage, readJsonMessage } from './postgres-forms.ts';
import { type PostgresMessage, readPostgresLine } from './postgres-line.ts';
import { createPostgresSessions } from './postgres-sessions.ts';
import { longestStatement, type SlowQuery } from './slow-query.ts';

export interface PostgresRecords {
  line(line: string): void;
  /** What was said so far belongs together and is complete: the end of an event. */
  endEvent(): void;
  /** The end of the log. */
  flush(): void;
  unreadBytes(): number;
}

/** Puts the lines of a PostgreSQL log together into messages, and these into queries. */
export function createPostgresRecords(options: {
  readonly take: (query: SlowQuery) => void;
}): PostgresRecords {
  const sessions = createPostgresSessions(options.take);
  let open: PostgresMessage | undefined;
  let more = '';
  let csvOpen = false;
  let csvBytes = 0;
  let unread = 0;

  const csv = createCsvRecords((fields) => {
    csvOpen = false;
    const message = readCsvMessage(fields);
    if (message === undefined) unread += csvBytes;
    else sessions.message(message);
    csvBytes = 0;
  });

  function close(): void {
    if (open !== undefined) sessions.message({ ...open, text: open.text + more });
    open = undefined;
    more = '';
  }

  function textLine(line: string, bytes: number): void {
    const message = readPostgresLine(line);
    if (message !== undefined) {
      close();
      open = message;
    } else if (open === undefined || !line.startsWith('\t')) {
      unread += line.trim() === '' ? 0 : bytes;
    } else if (open.text.length + more.length < longestStatement) {
      more += '\n' + line.slice(1);
    }
  }

  function line(raw: string): void {
    const text = raw.replace(exportPrefix, '');
    const bytes = utf8Length(raw) + 1;
    const form = csvOpen ? 'csv' : formOf(text);
    if (form === 'text') {
      textLine(text, bytes);
      return;
    }
    close();
    if (form === 'csv') {
      csvOpen = true;
      csvBytes += bytes;
      csv.line(text);
      return;
    }
    const message = readJsonMessage(text);
    if (message === undefined) unread += bytes;
    else sessions.message(message);
  }

  function endEvent(): void {
    close();
    csv.flush();
  }

  return {
    line,
    endEvent,
    flush() {
      endEvent();
      sessions.end();
    },
    unreadBytes: () => unread,
  };
}

/** A CloudWatch export to S3 puts the event's time before its first line. */
const exportPrefix = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (?=\d{4}-\d\d-\d\d )/;
