import { type Fields, fieldAt, pathTo } from './fields.ts';

const longestTenant = 64;

/**
 * Reads who a record is about: the field of that name, a dotted path, upper and lower case as
 * configured. In plain text `name=value`, `name: value` and `"name":"value"`.
 */
export function createTenantReader(
  field: string,
): (fields: Fields | undefined, text: string) => string | undefined {
  const path = pathTo(field);
  const last = field.slice(field.lastIndexOf('.') + 1);
  const escaped = last.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const inText = new RegExp(
    `(?:^|[^\\w.])["']?${escaped}["']?\\s?[=:]\\s?(?:"([^"\\n]{1,200})"|'([^'\\n]{1,200})'|([^\\s,;"')}\\]]{1,200}))`,
  );
  return (fields, text) => {
    const value = fields === undefined ? undefined : fieldAt(fields, path);
    if (value !== undefined) return toName(value);
    const found = text.includes(last) ? inText.exec(text) : null;
    return found === null ? undefined : toName(found[1] ?? found[2] ?? found[3]);
  };
}

function toName(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint')
    return undefined;
  const name = String(value).trim();
  const isNobody = name === '' || /^(?:null|undefined|none|nil|-)$/i.test(name);
  return isNobody ? undefined : name.slice(0, longestTenant);
}
