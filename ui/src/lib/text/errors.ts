/**
 * The sentence for every error code of the engine, and for every notice it shows at the start.
 *
 * A code that is not here falls back to the engine's own English sentences.
 */
import type { ApiError, Notice } from '../backend/generated/types';

export interface ErrorText {
  title: string;
  /** What to do next; may be empty. */
  hint: string;
}

type Params = Record<string, string>;
type Sentence = (params: Params) => ErrorText;

const said = (title: string, hint = ''): Sentence => {
  return () => ({ title, hint });
};

export const errorSentences: Record<string, Sentence> = {
  unexpected: said('Something went wrong. Nothing was lost.', 'Try again.'),
  stopped: said('Stopped. Everything is as it was before.'),
  not_found: said(
    'This lesson is not on this computer yet',
    'It may arrive with the next file that somebody gives you.',
  ),
  no_community: said('No community is open on this computer.', 'Start one or join one first.'),
  read_only: said(
    'This community was written by a newer Hearth, so it can only be read here.',
    'Get the newer version to write in it.',
  ),
  not_entitled: said(
    'Your role does not include this.',
    'Ask a facilitator of the community to do it, or to give you the role.',
  ),
  title_missing: said('Give it a title first, even a rough one.'),
  title_too_long: said('The title is too long.', 'Keep it under 200 characters.'),
};

export const noticeSentences: Record<string, (params: Params) => string> = {
  index_rebuilding: () => 'Rebuilding the search index. Reading and writing work meanwhile.',
  closed_unexpectedly: () => 'Hearth closed unexpectedly. Your draft is back.',
  read_only: () =>
    'This community was written by a newer Hearth. You can read and give it, not write in it.',
};

/** What the window says about `error`. */
export function errorText(error: ApiError): ErrorText {
  const sentence = errorSentences[error.code];
  if (sentence) return sentence(error.params);
  return { title: error.message, hint: error.hint };
}

/** The same in one line, for a toast. */
export function errorSentence(error: ApiError): string {
  const { title, hint } = errorText(error);
  return hint === '' ? title : `${title} ${hint}`;
}

/** What the banner says about `notice`. */
export function noticeText(notice: Notice): string {
  return noticeSentences[notice.code]?.(notice.params) ?? notice.message;
}

/** Everything a person may want to send to somebody who can help. */
export function errorDetails(error: ApiError): string {
  const params = Object.entries(error.params).map(([name, value]) => `${name}: ${value}`);
  return [`code: ${error.code}`, error.message, error.hint, ...params].filter(Boolean).join('\n');
}
