/**
 * Reads a whole PostgreSQL log in the plainest way there is: lines, a regular expression for the
 * prefix it is told, a map of sessions. Slow, for comparing the real reader with.
 */
export interface PlainStatement {
  readonly durationUs: number;
  readonly statement: string;
  readonly user: string;
  hasPlan: boolean;
  readonly waited: boolean;
}

interface PlainSession {
  announced?: { readonly text: string; readonly isPrepared: boolean };
  plan?: { readonly statement: string; readonly durationUs: number; readonly user: string };
  waited?: boolean;
  /** The place of the last execution, where it was of a prepared statement. */
  executed?: number;
}

/** `prefix` has the groups `user` and `pid`, and matches up to the level. */
export function readPlainly(log: string, prefix: RegExp): PlainStatement[] {
  const found: PlainStatement[] = [];
  const sessions = new Map<string, PlainSession>();
  for (const { user, pid, level, text } of messagesOf(log, prefix)) {
    const session = sessions.get(pid) ?? {};
    sessions.set(pid, session);
    if (level === 'ERROR') {
      delete session.announced;
      delete session.waited;
    }
    if (level !== 'LOG') continue;
    const give = (durationUs: number, statement: string, isPrepared: boolean): void => {
      const { plan } = session;
      const isOwn = plan?.statement === statement && plan.durationUs <= durationUs + 1_000;
      if (plan !== undefined && !isOwn) found.push({ ...plan, hasPlan: true, waited: false });
      found.push({ durationUs, statement, user, hasPlan: isOwn, waited: session.waited ?? false });
      delete session.plan;
      delete session.waited;
      delete session.announced;
      delete session.executed;
      if (isPrepared) session.executed = found.length - 1;
    };
    const timed = /^duration: (\d+)\.(\d{3}) ms(?: {2}([\s\S]*))?$/.exec(text);
    const announced = /^(?:statement|execute [^:]*): ([\s\S]*)$/.exec(text);
    if (text.startsWith('process ')) session.waited = true;
    else if (announced !== null) {
      const isPrepared = text.startsWith('execute');
      session.announced = { text: trimmed(announced[1] ?? ''), isPrepared };
    } else if (timed !== null) {
      const durationUs = Number(timed[1]) * 1_000 + Number(timed[2]);
      const rest = timed[3] ?? '';
      const named = /^(?:statement|execute [^:]*): ([\s\S]*)$/.exec(rest);
      if (named !== null) give(durationUs, trimmed(named[1] ?? ''), rest.startsWith('execute'));
      else if (rest.startsWith('plan:')) {
        const { plan, executed = -1 } = session;
        const last = found[executed];
        delete session.executed;
        if (plan !== undefined) found.push({ ...plan, hasPlan: true, waited: false });
        const statement = /Query Text: ([\s\S]*?)\n\S[^\n]*\(cost=/.exec(rest)?.[1] ?? '';
        const isOf =
          last?.statement === trimmed(statement) && durationUs <= last.durationUs + 1_000;
        if (last && isOf) {
          last.hasPlan = true;
          delete session.plan;
        } else session.plan = { statement: trimmed(statement), durationUs, user };
      } else if (rest === '' && session.announced !== undefined)
        give(durationUs, session.announced.text, session.announced.isPrepared);
    }
  }
  for (const { plan } of sessions.values()) {
    if (plan !== undefined) found.push({ ...plan, hasPlan: true, waited: false });
  }
  return found;
}

function messagesOf(
  log: string,
  prefix: RegExp,
): { user: string; pid: string; level: string; text: string }[] {
  const messages: { user: string; pid: string; level: string; text: string }[] = [];
  for (const line of log.split('\n')) {
    const last = messages.at(-1);
    if (line.startsWith('\t') && last !== undefined) last.text += '\n' + line.slice(1);
    const found = line.startsWith('\t') ? null : prefix.exec(line);
    const levelled = /^([A-Z]+): {2}([\s\S]*)$/.exec(line.slice(found?.[0].length ?? 0));
    if (found === null || levelled === null) continue;
    const { user = '', pid = '' } = found.groups ?? {};
    messages.push({ user, pid, level: levelled[1] ?? '', text: levelled[2] ?? '' });
  }
  return messages;
}

function trimmed(statement: string): string {
  return statement.trim().replace(/[;\s]+$/, '');
}
