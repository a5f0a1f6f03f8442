import type { PersonId } from '../../oncall/person.ts';

/** A person as plain text, where no mention can be made. */
export function nameOf(person: PersonId): string {
  if (person === 'firebreak') return 'Firebreak';
  return person.startsWith('slack:') ? `<${person.slice('slack:'.length)}>` : person;
}
