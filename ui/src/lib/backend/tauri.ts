/** The engine inside the desktop window. The only file that knows Tauri. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { toApiError, type Backend, type EventName, type Events, type Unlisten } from './backend';

export function tauriBackend(): Backend {
  const listenings = new Set<Promise<unknown>>();
  return {
    async call<T>(name: string, args?: Record<string, unknown>): Promise<T> {
      try {
        // The engine speaks once it is asked: whoever listens must hear the first word.
        await Promise.all(listenings);
        return await invoke<T>(name, args);
      } catch (thrown) {
        throw toApiError(thrown);
      }
    },
    listen<E extends EventName>(event: E, heard: (payload: Events[E]) => void): Unlisten {
      const listening = listen<Events[E]>(event, (message) => heard(message.payload));
      listenings.add(listening);
      void listening.finally(() => listenings.delete(listening));
      return () => void listening.then((unlisten) => unlisten());
    },
    pictureUrl: (hash) => pictureUrl(hash, navigator.userAgent),
  };
}

/** Windows serves own schemes as hosts; Linux and macOS as schemes. */
export function pictureUrl(hash: string, userAgent: string): string {
  const name = encodeURIComponent(hash);
  return /Windows/.test(userAgent)
    ? `http://hearth-blob.localhost/${name}`
    : `hearth-blob://localhost/${name}`;
}
