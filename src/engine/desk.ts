import type { Briefing } from '../core/briefing/briefing.ts';
import type { OfferId, OfferSubject } from '../core/briefing/offer.ts';
import type { Command } from '../core/intake/command.ts';
import type { Refusal } from '../core/kit/refusal.ts';
import type { PersonId } from '../core/oncall/person.ts';
import type { Impossible, Plan, PlanRequest } from '../core/service/plan.ts';
import type { History } from '../core/service/release.ts';
import type { Severity } from '../core/triage/severity.ts';

/** Who asked, where, and under which id: Slack's own, so that a repeat is the same request. */
export interface Asker {
  readonly requestId: string;
  readonly by: PersonId;
  /** The incident whose thread or card it came from. */
  readonly incident?: string;
  readonly channel?: string;
}

/** What the person gets to see at once. */
export type Reply =
  /** It happened, and the card or the thread shows it: nothing more to say. */
  | { readonly kind: 'done' }
  /** Shown to the asker only; `afterwards`, once it is there, takes its place. Never rejects. */
  | { readonly kind: 'say'; readonly briefing: Briefing; readonly afterwards?: Promise<Briefing> }
  /** A form is to be opened. */
  | {
      readonly kind: 'form';
      readonly form: 'declare' | 'rollback';
      readonly service?: string;
      readonly environment?: string;
      readonly incident?: string;
      readonly title?: string;
    }
  | Refusal;

/** What a user interface may ask of the program. Every method is quick unless it says otherwise. */
export interface Desk {
  /** Reads a line of the one grammar: "rollback points-api", "errors 30m". */
  obey(line: string, asker: Asker): Promise<Reply>;
  obeyCommand(command: Command, asker: Asker): Promise<Reply>;
  /** A button, or an entry of the overflow menu. */
  press(offer: OfferId, subject: OfferSubject, asker: Asker): Promise<Reply>;
  declare(
    form: {
      title: string;
      service: string;
      environment: string;
      severity: Severity;
    },
    asker: Asker,
  ): Promise<Reply>;
  /** Choices for the forms. */
  services(): readonly {
    readonly name: string;
    readonly environments: readonly { readonly name: string; readonly canRollBack: boolean }[];
  }[];
  /** The incident whose thread this is. */
  incidentOfThread(channel: string, ts: string): Promise<string | undefined>;
  /** Slow (asks the engine): releases to choose from, newest first. */
  releases(service: string, environment: string): Promise<History>;
  /** Slow (asks the engine): the plan with its preflight. */
  preview(service: string, environment: string, request: PlanRequest): Promise<Plan | Impossible>;
  /** The confirmed rollback form: proposes; opens an incident first if there is none. */
  propose(
    form: { service: string; environment: string; request: PlanRequest; planHash: string },
    asker: Asker,
  ): Promise<Reply>;
  /** App Home of one person. */
  home(person: PersonId): Promise<Briefing>;
}
