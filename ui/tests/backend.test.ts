import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { toApiError } from '../src/lib/backend/backend';
import { FakeBackend } from '../src/lib/backend/fake/fake';
import { httpBackend, tokenOfPage } from '../src/lib/backend/http';
import { pictureUrl } from '../src/lib/backend/tauri';

afterEach(() => vi.unstubAllGlobals());

function answering(...answers: { status?: number; body: unknown }[]) {
  const fetched = vi.fn<typeof fetch>(async () => {
    const { status = 200, body } = answers.shift() ?? { body: null };
    return new Response(JSON.stringify(body), { status });
  });
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

describe('the test server', () => {
  test('is called by name with the token and JSON', async () => {
    const fetched = answering({ body: { id: 'x' } });
    expect(await httpBackend('secret').call('read_lesson', { id: 'x' })).toEqual({ id: 'x' });
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect(url).toBe('/call/read_lesson');
    expect(init).toMatchObject({ method: 'POST', body: '{"id":"x"}' });
    expect(init?.headers).toMatchObject({ Authorization: 'Bearer secret' });
  });

  test('refuses with its code', async () => {
    const refusal = { code: 'not_entitled', params: {}, message: 'No.', hint: '' };
    answering({ status: 422, body: refusal });
    await expect(httpBackend('').call('publish_draft')).rejects.toEqual(refusal);
  });

  test('that is gone is still an ApiError', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('network')));
    await expect(httpBackend('').call('today')).rejects.toMatchObject({
      code: 'unexpected',
      message: 'network',
    });
  });

  test('tells its events, each once, and goes on from the last', async () => {
    const fetched = answering(
      { body: { last: 7, events: [{ name: 'changed', payload: { lessons: ['a'] } }] } },
      { body: { last: 7, events: [] } },
    );
    const heard: string[][] = [];
    await new Promise<void>((done) => {
      const unlisten = httpBackend('t').listen('changed', ({ lessons }) => {
        heard.push(lessons);
        queueMicrotask(() => {
          unlisten();
          done();
        });
      });
    });
    expect(heard).toEqual([['a']]);
    expect(fetched.mock.calls[0]?.[0]).toBe('/events?after=0');
  });

  test('its token is in the page, or else in the address', () => {
    const page = document.implementation.createHTMLDocument();
    expect(tokenOfPage(page, 'http://127.0.0.1/?token=b')).toBe('b');
    expect(tokenOfPage(page, 'http://127.0.0.1/')).toBe('');
    const meta = page.createElement('meta');
    meta.name = 'hearth-token';
    meta.content = 'a';
    page.head.append(meta);
    expect(tokenOfPage(page, 'http://127.0.0.1/?token=b')).toBe('a');
  });
});

describe('the shell', () => {
  test('serves pictures under its own scheme, or host on Windows', () => {
    expect(pictureUrl('ab12', 'X11; Linux x86_64')).toBe('hearth-blob://localhost/ab12');
    expect(pictureUrl('ab12', 'Windows NT 10.0')).toBe('http://hearth-blob.localhost/ab12');
    expect(pictureUrl('../x', 'Linux')).toBe('hearth-blob://localhost/..%2Fx');
  });
});

describe('failures', () => {
  test.each([
    [new Error('boom'), 'boom'],
    ['text', 'text'],
    [{ odd: true }, '[object Object]'],
    [null, 'null'],
  ])('%s becomes an ApiError', (thrown, message) => {
    expect(toApiError(thrown)).toEqual({ code: 'unexpected', params: {}, message, hint: '' });
  });
});

test('the sample answers every command there is', () => {
  const source = readFileSync('src/lib/backend/generated/commands.ts', 'utf8');
  const names = [...source.matchAll(/call<.*>\(\s*['"](\w+)['"]/g)].map((match) => match[1]);
  expect(names.length).toBeGreaterThan(20);
  expect(Object.keys(new FakeBackend().handlers).sort()).toEqual(names.sort());
});
