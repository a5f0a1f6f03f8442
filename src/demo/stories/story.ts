import type { Company } from '../company/company.ts';

/** A scripted trouble. Nothing in it is faked: it only makes the company do something. */
export interface Story {
  readonly name: string;
  readonly title: string;
  /** What is about to happen, for whoever presses the button. */
  readonly tells: string;
  start(company: Company): void;
}
