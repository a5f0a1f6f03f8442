import type { Rule } from './rule.ts';

/** Secrets known by their own shape, wherever they stand. */
export const tokenRules: readonly Rule[] = [
  {
    signs: ['PRIVATE KEY'],
    pattern:
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[^-]|-(?!----)){0,8000}(?:-----END [A-Z ]{0,40}-----)?/g,
    mask: '[private key]',
  },
  { signs: ['eyJ'], pattern: /\beyJ[\w-]{5,}\.eyJ[\w-]{5,}(?:\.[\w-]*)?/g, mask: '[token]' },
  {
    signs: ['xox', 'xapp-'],
    pattern: /\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,}/g,
    mask: '[Slack token]',
  },
  {
    signs: ['hooks.slack.com'],
    pattern: /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/-]+/g,
    mask: 'hooks.slack.com/[redacted]',
  },
  {
    signs: ['AKIA', 'ASIA', 'AROA', 'AIDA'],
    pattern: /(?:\b|(?<=_))(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b/g,
    mask: '[AWS key]',
  },
  {
    pattern:
      /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|[sr]k_(?:live|test)_\w{10,}|whsec_\w{16,}|sk-[\w-]{20,}|npm_\w{30,}|shp(?:at|ca|pa|ss)_\w{20,}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|dop_v1_\w{30,})/g,
    mask: '[token]',
  },
  {
    signs: ['://'],
    pattern: /\b([a-z][a-z0-9+.-]{1,30}:\/\/)[^\s/@:'"]{0,200}:[^\s@'"]{1,200}@/gi,
    mask: '$1[redacted]@',
  },
  { pattern: /\b(Digest)\s{1,4}(?=\w{1,20}=)[^\n]{1,1000}/g, mask: '$1 [redacted]' },
  { pattern: /\b(Bearer|Basic|Digest)\s+[\w.~+/=-]{8,}/gi, mask: '$1 [redacted]' },
  {
    signs: ['=', '&'],
    pattern:
      /([?&](?:code|key|auth|sig|sas|hash|otp|ticket|assertion|X-Amz-Signature)=)[^\s&"'#\\]{4,2000}/gi,
    mask: '$1[redacted]',
  },
  {
    signs: ['ignature=', 'sig='],
    pattern: /\b((?:X-Amz-)?Signature|sig)=[\w%+/=.-]{12,2000}/gi,
    mask: '$1=[redacted]',
  },
  {
    signs: [' -p'],
    pattern: /\b(my(?:sql|sqldump|sqladmin)\b[^\n]{0,200}? -p)(?![\s[])\S{1,200}/g,
    mask: '$1[redacted]',
  },
];
