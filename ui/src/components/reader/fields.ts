/** Which facts of a lesson stand in the rail and which are read as part of the text. */
import type { Fact, LessonPage, LinkRow } from '../../lib/backend/generated/types';
import { dayText } from '../../lib/text/format';
import { messages } from '../../lib/text/messages';

/** Long answers, read below the body. */
const PROSE = new Set([
  'event',
  'expected',
  'learned',
  'symptoms',
  'tried',
  'applies_when',
  'not_when',
  'steps',
  'needs',
  'risk',
]);

export const isProse = (fact: Fact): boolean => PROSE.has(fact.field);

/** The name of a field as people read it; a field of a newer version shows its own name. */
export function fieldName(field: string): string {
  const known = messages.reader.fields[field];
  if (known) return known;
  const words = field.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function factText(fact: Fact): string {
  return fact.field === 'happened' || fact.field === 'review_due' ? dayText(fact.text) : fact.text;
}

/** The heading over links of one kind, seen from this side. */
function linkHeading(kind: string, outgoing: boolean, label: string): string {
  const known = messages.reader.links[`${kind} ${outgoing ? 'out' : 'in'}`];
  return known ?? label.charAt(0).toUpperCase() + label.slice(1);
}

/** Links under their headings, both in the order they came. */
export function groupLinks(links: LinkRow[]): [heading: string, links: LinkRow[]][] {
  const groups = new Map<string, LinkRow[]>();
  for (const link of links) {
    const heading = linkHeading(link.kind, link.outgoing, link.label);
    groups.set(heading, [...(groups.get(heading) ?? []), link]);
  }
  return [...groups];
}

/**
 * Where a problem stands: as written, unless it is called open while a solution is linked to it.
 * Null for stories and solutions.
 */
export function statusOf({ card, facts }: LessonPage): string | null {
  if (card.kind !== 'problem') return null;
  const written = facts.find((fact) => fact.field === 'status')?.text ?? 'open';
  return written === 'open' && card.nSolutions > 0 ? 'solved' : written;
}
