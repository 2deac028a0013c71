/** The engine behind the test server on this machine: `POST /call/<name>`, `GET /events`. */
import { toApiError, type Backend, type EventName, type Events, type Unlisten } from './backend';

/** What `GET /events?after=N` answers once something happened, or empty after a while. */
interface Batch {
  last: number;
  events: { name: EventName; payload: unknown }[];
}

const RETRY_MS = 1000;

/** The token the server put into the page it handed out, or into the address it printed. */
export function tokenOfPage(page: Document, address: string): string {
  const meta = page.querySelector<HTMLMetaElement>('meta[name="hearth-token"]')?.content;
  return meta ?? new URL(address).searchParams.get('token') ?? '';
}

export function httpBackend(token = tokenOfPage(document, location.href)): Backend {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const hearers = new Map<EventName, Set<(payload: never) => void>>();
  let polling = false;

  async function poll(): Promise<void> {
    let after = 0;
    while (hearers.size > 0) {
      try {
        const answer = await fetch(`/events?after=${after}`, { headers });
        if (!answer.ok) throw new Error(answer.statusText);
        const batch = (await answer.json()) as Batch;
        after = batch.last;
        for (const { name, payload } of batch.events) {
          for (const heard of hearers.get(name) ?? []) heard(payload as never);
        }
      } catch {
        await new Promise((done) => setTimeout(done, RETRY_MS));
      }
    }
    polling = false;
  }

  return {
    async call<T>(name: string, args: Record<string, unknown> = {}): Promise<T> {
      let answer: Response;
      try {
        const body = JSON.stringify(args);
        answer = await fetch(`/call/${name}`, { method: 'POST', headers, body });
      } catch (thrown) {
        throw toApiError(thrown);
      }
      const said: unknown = await answer.json().catch(() => null);
      if (!answer.ok) throw toApiError(said ?? new Error(answer.statusText));
      return said as T;
    },
    listen<E extends EventName>(event: E, heard: (payload: Events[E]) => void): Unlisten {
      const listeners = hearers.get(event) ?? new Set();
      hearers.set(event, listeners.add(heard));
      if (!polling) {
        polling = true;
        void poll();
      }
      return () => {
        listeners.delete(heard);
        if (listeners.size === 0) hearers.delete(event);
      };
    },
    pictureUrl: (hash) => `/blob/${encodeURIComponent(hash)}?token=${encodeURIComponent(token)}`,
  };
}
