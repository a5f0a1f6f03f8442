import { personRules } from './redaction/people.ts';
import { applyRules } from './redaction/rule.ts';
import { maskSecretFields } from './redaction/secret-fields.ts';
import { statementRules } from './redaction/statements.ts';
import { tokenRules } from './redaction/tokens.ts';

/**
 * Log text without what must not leave: secrets, personal data, and the values databases quote from
 * rows and statements. What was taken out is named in square brackets or shown as `?`. Redacting
 * twice changes nothing. Meant for text up to some 64 KB; linear in its length.
 */
export function redact(text: string): string {
  return applyRules(applyRules(maskSecrets(text), statementRules), personRules);
}

/** The same, but for values of rows and statements that are neither a secret nor personal. */
export function withoutSecrets(text: string): string {
  return applyRules(maskSecrets(text), personRules);
}

function maskSecrets(text: string): string {
  return maskXml(maskSecretFields(applyRules(text, tokenRules)));
}

function maskXml(text: string): string {
  if (!text.includes('</')) return text;
  return text.replace(
    /(<(\w{0,40}(?:passw(?:or)?d|secret|token|apikey|credential)\w{0,20})>)[^<]{1,2000}(?=<\/\2>)/gi,
    '$1[redacted]',
  );
}
