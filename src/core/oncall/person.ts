/**
 * A person's id: their name in the configuration (`ana`), or `slack:U0123` for somebody Slack knows
 * and the configuration does not. `firebreak` is the bot itself.
 */
export type PersonId = string;

export interface Person {
  readonly id: PersonId;
  /** Slack user id. */
  readonly slack: string;
}

/** The configuration's name for a Slack user, or `slack:<id>` for a stranger. */
export function personOfSlack(people: readonly Person[], slackId: string): PersonId {
  return people.find((person) => person.slack === slackId)?.id ?? `slack:${slackId}`;
}

/** The Slack user behind a person's id; undefined for the bot itself. */
export function slackOfPerson(people: readonly Person[], id: PersonId): string | undefined {
  if (id.startsWith('slack:')) return id.slice('slack:'.length);
  return people.find((person) => person.id === id)?.slack;
}
