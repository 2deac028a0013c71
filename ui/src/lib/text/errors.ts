/**
 * Finds the sentence for a refusal or a notice of the engine.
 *
 * A code that this window does not know falls back to the engine's own English sentences.
 */
import type { ApiError, Notice } from '../backend/generated/types';
import type { ErrorText } from './english/errors';
import { messages } from './messages';

export type { ErrorText } from './english/errors';

/** What the window says about `error`. */
export function errorText(error: ApiError): ErrorText {
  const sentence = messages.errors[error.code];
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
  return messages.notices[notice.code]?.(notice.params) ?? notice.message;
}

/** Everything a person may want to send to somebody who can help. */
export function errorDetails(error: ApiError): string {
  const params = Object.entries(error.params).map(([name, value]) => `${name}: ${value}`);
  return [`code: ${error.code}`, error.message, error.hint, ...params].filter(Boolean).join('\n');
}
