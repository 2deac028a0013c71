/**
 * Finds the sentence for a refusal or a notice of the engine.
 *
 * A code that this window does not know falls back to the engine's own English sentences.
 */
import type { ApiError, Notice } from '../backend/generated/types';
import { errorSentences, type ErrorText, type Params } from './english/errors';

export { errorSentences } from './english/errors';
export type { ErrorText } from './english/errors';

export const noticeSentences: Record<string, (params: Params) => string> = {
  index_rebuilding: () => 'Rebuilding the search index. Reading and writing work meanwhile.',
  index_rebuilt: () => 'The search index was made anew from the lessons.',
  closed_unexpectedly: () => 'Hearth closed unexpectedly. What you wrote is kept as a draft.',
  no_key: () => 'This computer has no key for the community. You can read here, not write.',
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
