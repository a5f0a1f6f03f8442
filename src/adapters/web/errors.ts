import { OutsideError, type OutsideErrorKind } from '../../core/kit/outside-error.ts';

const reasons: Readonly<Record<string, readonly [OutsideErrorKind, string]>> = {
  EADDRINUSE: ['conflict', 'another program uses it. Stop that program or set PORT to a free port'],
  EACCES: ['denied', 'this user may not. Set PORT to 1024 or more'],
  EADDRNOTAVAIL: ['invalid', 'this machine has no such address. Set HOST to one it has'],
  ENOTFOUND: ['invalid', 'no such host is known. Set HOST to an address of this machine'],
};

/** Why the server could not listen, in one sentence. */
export function listenError(
  host: string,
  port: number,
  cause: NodeJS.ErrnoException,
): OutsideError {
  const [kind, reason] = reasons[cause.code ?? ''] ?? ['unavailable', cause.message];
  return new OutsideError({
    system: 'web server',
    operation: 'listen',
    kind,
    message: `The web server could not listen on ${host} port ${port}: ${reason}.`,
    cause,
  });
}
