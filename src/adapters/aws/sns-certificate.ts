import { type KeyObject, X509Certificate } from 'node:crypto';
import { OutsideError } from '../../core/kit/outside-error.ts';

/** SNS's certificates are about 2 KiB; anything much longer is not one. */
const certificateLimit = 8 * 1024;
const fetchTimeoutMs = 5_000;
const keptForMs = 24 * 60 * 60_000;
const keptAtMost = 16;

/**
 * Is this where SNS keeps the certificates of that topic's region? The host follows from the topic
 * we allow, never from the message; `localOrigin` is the one further origin a local endpoint adds.
 */
export function isCertificateUrl(text: string, topicArn: string, localOrigin?: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  // Written any other way than we read it (a port, a backslash, an encoded host), it is refused.
  if (url.href !== text || url.username || url.password || url.search || url.hash) return false;
  if (!/^\/SimpleNotificationService-[0-9a-f]{32}\.pem$/.test(url.pathname)) return false;
  if (localOrigin !== undefined && url.origin === localOrigin) return true;
  const [, partition, , region] = topicArn.split(':');
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return url.origin === `https://sns.${region}.${suffix}`;
}

/** Fetches a certificate, once a day each; at most sixteen are kept. */
export function createCertificateCache(
  fetchCertificate: (url: string) => Promise<string>,
  now: () => number,
): (url: string) => Promise<string> {
  const kept = new Map<string, { at: number; pem: Promise<string> }>();
  return async (url) => {
    const known = kept.get(url);
    if (known && now() - known.at < keptForMs) return known.pem;
    const pem = fetchCertificate(url);
    kept.delete(url);
    kept.set(url, { at: now(), pem });
    const oldest = kept.keys().next();
    if (kept.size > keptAtMost && !oldest.done) kept.delete(oldest.value);
    try {
      return await pem;
    } catch (error) {
      if (kept.get(url)?.pem === pem) kept.delete(url);
      throw error;
    }
  };
}

/**
 * The key in the certificate, or the reason not to trust it. The file holds the leaf alone, so the
 * chain cannot be checked: trust comes from the TLS connection to the host it was fetched from.
 */
export function readCertificate(pem: string, now: number): KeyObject | string {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    return 'the signing certificate cannot be read';
  }
  if (now < certificate.validFromDate.getTime() || now > certificate.validToDate.getTime()) {
    return `the signing certificate is valid from ${certificate.validFrom} to ${certificate.validTo} only`;
  }
  const name = /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? '';
  if (!/^sns(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/.test(name)) {
    return 'the signing certificate is not made out to SNS';
  }
  return certificate.publicKey;
}

/** The real way there: no redirects, bounded in time and size. `not-found` when the host has none. */
export async function fetchCertificate(url: string): Promise<string> {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(fetchTimeoutMs),
    });
    if (!response.ok) throw noCertificate(url, `status ${response.status}`, response.status);
    return await textUpTo(response.body, certificateLimit);
  } catch (error) {
    throw error instanceof OutsideError ? error : noCertificate(url, String(error), 0, error);
  }
}

function noCertificate(url: string, came: string, status: number, cause?: unknown): OutsideError {
  return new OutsideError({
    system: 'AWS SNS',
    operation: 'GET certificate',
    kind: status >= 400 && status < 500 ? 'not-found' : 'unavailable',
    message: `Asked ${url} for the certificate that signs alarms; it answered ${came}. Allow this machine to reach that host.`,
    cause,
  });
}

/** Reads a body, and stops reading when it is longer than allowed. */
export async function textUpTo(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.byteLength;
    if (size > limit) throw new TooLong(limit);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

export class TooLong extends Error {
  override readonly name = 'TooLong';
  constructor(limit: number) {
    super(`longer than ${limit} bytes`);
  }
}
