import { type Signature, says } from './signature.ts';

const schema: readonly Signature[] = [
  ...says('schema.missing_table', [
    /\bTable '[^'\n]{1,130}' doesn't exist\b/,
    /(?<!\bof )\brelation "[^"\n]{1,130}" does not exist\b/,
    /\bThe table `[^`\n]{1,130}` does not exist in the current database/,
    /\bUnknown table '[^'\n]{1,130}'/,
    /\bno such table: [\w.]{1,130}/,
  ]),
  ...says('schema.missing_column', [
    /\bUnknown column '[^'\n]{1,130}' in '[^'\n]{1,40}'/,
    /\bcolumn "?[\w.$-]{1,130}"?(?: of relation "[^"\n]{1,130}")? does not exist\b/,
    /\bThe column `[^`\n]{1,130}` does not exist in the current database/,
    /\bno such column: [\w.]{1,130}/,
  ]),
  ...says('schema.missing_function', [
    /\b(?:function|procedure) [\w."]{1,130}\([^)\n]{0,300}\) does not exist\b/,
    /\b(?:FUNCTION|PROCEDURE) [\w.`]{1,130} does not exist\b/,
  ]),
  ...says('schema.stale_plan', [
    /\bcached plan must not change result type\b/,
    /\bprepared statement "[^"\n]{1,130}" (?:does not exist|already exists)/,
    /\bPrepared statement needs to be re-prepared\b/,
    /\bCan't create more than max_prepared_stmt_count statements\b/,
    /\bUnknown prepared statement handler\b/,
  ]),
];

const data: readonly Signature[] = [
  {
    id: 'data.range',
    words:
      /\bDuplicate entry '(?:127|255|32767|65535|8388607|16777215|2147483647|4294967295|9223372036854775807|18446744073709551615)' for key '(?:[\w.]{1,80}\.)?PRIMARY'/,
    title: "the largest id is taken: Duplicate entry ? for key 'PRIMARY'",
    sure: 'likely',
  },
  ...says('data.unique', [
    /\bDuplicate entry '.{0,1000}?' for key '[^'\n]{1,130}'/,
    /\bduplicate key value violates unique constraint "[^"\n]{1,130}"/,
    /\bunique constraint failed(?: on the (?:\([^)\n]{1,200}\)|fields?: \([^)\n]{1,200}\))|: [\w., ]{1,200})?/i,
    /\bSequelizeUniqueConstraintError\b/,
  ]),
  ...says('data.foreign_key', [
    /\bCannot (?:delete or update a parent|add or update a child) row: a foreign key constraint fails(?: \(`[^)\n]{1,130}, CONSTRAINT `[^`\n]{1,130}`)?/,
    /\b(?:insert or update|update or delete) on table "[^"\n]{1,130}" violates (?:RESTRICT setting of )?foreign key constraint "[^"\n]{1,130}"/,
    /\bForeign key constraint (?:failed|violated)/i,
  ]),
  ...says('data.not_null', [
    /\bColumn '[^'\n]{1,130}' cannot be null\b/,
    /\bField '[^'\n]{1,130}' doesn't have a default value\b/,
    /\bnull value in column "[^"\n]{1,130}"(?: of relation "[^"\n]{1,130}")? violates not-null constraint/,
    /\b(?:NOT NULL|Null) constraint (?:failed|violation)/i,
  ]),
  ...says('data.check', [
    /\bCheck constraint '[^'\n]{1,130}' is violated\b/,
    /\bCONSTRAINT `[^`\n]{1,130}` failed for `[^\n]{1,130}`/,
    /\bviolates check constraint "[^"\n]{1,130}"/,
    /\bviolates exclusion constraint "[^"\n]{1,130}"/,
    /\bCHECK constraint failed\b/,
  ]),
  ...says('data.range', [
    /\bOut of range value for column '[^'\n]{1,130}'/,
    /\bData too long for column '[^'\n]{1,130}'/,
    /\b(?:smallint|integer|bigint|numeric|real|double precision) out of range\b/,
    /\bvalue "[^"\n]{1,130}" is out of range for type \w+/,
    /\bvalue is out of range in '/,
    /\bnumeric field overflow\b/,
    /\bvalue too long for type [\w ]{1,40}/,
    /\bnextval: reached maximum value of sequence "[^"\n]{1,130}"/,
    /\bFailed to read auto-increment value from storage engine\b/,
    /\bThe provided value for the column is too long\b/,
  ]),
];

const sql: readonly Signature[] = [
  ...says('code.sql_syntax', [
    /\bYou have an error in your SQL syntax\b/,
    /\bsyntax error at (?:or near|end of input)\b/,
    /\bnear "[^"\n]{1,130}": syntax error\b/,
  ]),
  ...says('code.sql_type', [
    /\binvalid input (?:syntax for (?:type )?|value for enum )[\w ".]{1,60}/,
    /\boperator does not exist: [^\n]{1,130}/,
    /\bIncorrect (?:integer|decimal|string|date|datetime|time|double) value\b/,
    /\bTruncated incorrect \w+ value\b/,
    /\bis of type \w[\w ]{0,40} but expression is of type \w+/,
    /\bcould not determine data type of parameter\b/,
    /\bdate\/time field value out of range\b/,
    /\bcannot cast type [\w ]{1,40} to \w+/,
    /\bDivision by 0\b/,
  ]),
  { id: 'code.sql_type', words: /\bdivision by zero\b/, order: 'last' },
];

/** Words about tables, rows and statements: mostly a release and its migration out of step. */
export const dataSignatures: readonly Signature[] = [...schema, ...data, ...sql];
