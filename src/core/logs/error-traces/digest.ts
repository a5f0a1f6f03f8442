/** Errors that have one cause, as one entry. Text is redacted and foreign. */
export interface ErrorGroup {
  /** Stable over ids, line numbers, hosts and releases. */
  readonly id: string;
  /** `Type: message` with the variable parts replaced. */
  readonly title: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Application frames of the innermost cause, outermost last: `file:function`. At most 5. */
  readonly frames: readonly string[];
  /** One redacted example, at most 1 000 characters. */
  readonly example: string;
  /** Distinct values of the tenant field, when the service has one. */
  readonly tenants?: number;
  /** At most 20 of their names, most hit first. */
  readonly tenantNames?: readonly string[];
}

export interface ErrorDigest {
  /** Most frequent first. */
  readonly groups: readonly ErrorGroup[];
  /** Error records read. */
  readonly records: number;
  /** Records that could not be read as anything. */
  readonly unread: number;
  /** Over all groups; `total` is how many tenants were seen at all in the window. */
  readonly tenants?: { readonly hit: number; readonly total?: number };
}
