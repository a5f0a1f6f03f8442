/** An answer of the Web API that is not ok: its `error`, and details for people. */
export class SlackFault extends Error {
  override readonly name = 'SlackFault';
  readonly code: string;
  /** Goes into `response_metadata.messages`. */
  readonly messages: readonly string[];
  /** Further top-level fields, as `needed` and `provided` of missing_scope. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    messages: readonly string[] = [],
    fields: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
    this.code = code;
    this.messages = messages;
    this.fields = fields;
  }
}
