/** Errors that have one cause, as one entry. Text is redacted and foreign. */
export interface ErrorGroup {
  /** Stable over ids, line numbers, hosts and releases. */
  readonly id: string;
  /** `Type: message` with the variable parts replaced. */
  readonly title: string;
  /** Known trouble it was recognised as: an id of the catalogue, `db.read_only`. */
  readonly diagnosis?: { readonly id: string; readonly sure: 'known' | 'likely' | 'guess' };
  /** Requests that ended so, where nothing is known but their access lines. */
  readonly request?: { readonly method: string; readonly route: string; readonly status: number };
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Application frames of the innermost cause, outermost last: `file:function`. At most 5. */
  readonly frames: readonly string[];
  /** One redacted example, at most 1 000 characters. */
  readonly example: string;
  /** Records of each level, most first. */
  readonly levels?: readonly Tally[];
  /** Where it happened, most first, at most ten of each; absent where the records do not say. */
  readonly hosts?: readonly Tally[];
  readonly releases?: readonly Tally[];
  /** Values of the shape of the failure: endpoint, region. By field name. */
  readonly fields?: Readonly<Record<string, readonly Tally[]>>;
  /** Minutes in which it happened, oldest first; at most a day's. */
  readonly minutes?: readonly { readonly at: number; readonly count: number }[];
  /** How often it happened in the baseline, scaled to the length of the window. */
  readonly beforeCount?: number;
  /** Network addresses or host names the errors speak of: the server it hit. At most five. */
  readonly targets?: readonly Tally[];
  /** Distinct values of the tenant field, when the service has one. */
  readonly tenants?: number;
  /** At most 20 of their names, most hit first. */
  readonly tenantNames?: readonly string[];
}

export interface Tally {
  readonly name: string;
  readonly count: number;
}

export interface ErrorDigest {
  /** Most frequent first. */
  readonly groups: readonly ErrorGroup[];
  /** Error records read. */
  readonly records: number;
  /** All records of the window, where they were counted: errors are a share of them. */
  readonly allRecords?: number;
  /** Records that could not be read as anything. */
  readonly unread: number;
  /** Of a kept digest: how long each of the `minutes` is, where it is more than one. */
  readonly bucketMs?: number;
  /** Of a kept digest: when the groups without minutes of their own happened, together. */
  readonly rest?: {
    readonly kinds: number;
    readonly minutes: NonNullable<ErrorGroup['minutes']>;
  };
  /** Over all groups; `total` is how many tenants were seen at all in the window. */
  readonly tenants?: {
    readonly hit: number;
    readonly total?: number;
    /** How many equally busy tenants there would be: few when one makes most of the traffic. */
    readonly even?: number;
  };
  /**
   * All records, errors or not, by where they came from: to tell "all errors are on one host". At
   * most fifty of each; what comes beyond counts as `(others)`, last, as it does in the groups.
   */
  readonly population?: {
    readonly hosts?: readonly Tally[];
    readonly releases?: readonly Tally[];
    readonly fields?: Readonly<Record<string, readonly Tally[]>>;
  };
  /** Requests that change something, by the database host their lines name; most first. */
  readonly writes?: readonly Writes[];
}

export interface Writes {
  readonly host: string;
  readonly count: number;
  /** Of these: ended with 5xx. */
  readonly failed: number;
}
