/**
 * The one interface between the window and the engine, and the choice of who stands behind it.
 *
 * Everything above this folder sees `Backend` and the generated commands; nothing above it knows
 * whether a shell, a test server or a sample community answers.
 */
import type { ApiError, ChosenFile } from './generated/types';

/** What the engine tells the window without being asked. */
export interface Events {
  /** Lessons that moved; an empty list means that everything may have. */
  changed: { lessons: string[] };
  /** A Hearth file was dropped on the window or opened from the desktop. */
  'file-offered': ChosenFile;
  'link-followed': { link: string };
  /** How far a long job is. `total` is 0 while it is not known. */
  progress: { job: string; done: number; total: number; label: string };
}

export type EventName = keyof Events;
export type Unlisten = () => void;

export interface Backend {
  /** Runs a command. Rejects with an `ApiError`, whatever went wrong. */
  call<T>(name: string, args?: Record<string, unknown>): Promise<T>;
  listen<E extends EventName>(event: E, heard: (payload: Events[E]) => void): Unlisten;
  /** Address of an attached picture, fit for `<img src>`. */
  pictureUrl(hash: string): string;
}

/** Makes an `ApiError` of whatever was thrown, so that every failure has a code and a sentence. */
export function toApiError(thrown: unknown): ApiError {
  if (isApiError(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'unexpected', params: {}, message, hint: '' };
}

function isApiError(value: unknown): value is ApiError {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { code?: unknown }).code === 'string' &&
    typeof (value as { message?: unknown }).message === 'string'
  );
}

/** Finds out who answers: the sample in sample builds, else the shell, else the test server. */
export async function chooseBackend(): Promise<Backend> {
  if (__SAMPLE__) {
    const { sampleBackend } = await import('./fake/fake');
    return sampleBackend();
  }
  if ('__TAURI_INTERNALS__' in window) {
    const { tauriBackend } = await import('./tauri');
    return tauriBackend();
  }
  const { httpBackend } = await import('./http');
  return httpBackend();
}
