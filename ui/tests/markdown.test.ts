import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import Body from './Body.svelte';
import { anchorName, headingLevels } from '../src/components/markdown/headings';
import { FakeBackend } from '../src/lib/backend/fake/fake';
import type { Block, Inline, LinkTarget } from '../src/lib/backend/generated/types';
import { App } from '../src/lib/state/app.svelte';
import { axeFindings } from './window';

const words = (text: string): Inline => ({ type: 'text', text });
const paragraph = (...inlines: Inline[]): Block => ({ type: 'paragraph', inlines });
const headed = (level: number, text: string): Block => ({
  type: 'heading',
  level,
  inlines: [words(text)],
});
const link = (target: LinkTarget, ...inlines: Inline[]): Inline => ({
  type: 'link',
  target,
  title: 'a hint that is not shown',
  inlines,
});

function draw(blocks: Block[], titles: Record<string, string> = {}) {
  const app = new App(new FakeBackend());
  const { container } = render(Body, { app, blocks, titleOf: (id: string) => titles[id] ?? null });
  return { app, container };
}

describe('headings', () => {
  const levelsOf = (...written: number[]) => {
    const blocks = written.map((level) => headed(level, 'x'));
    return [...headingLevels({ blocks }).values()];
  };

  test.each([
    [
      [1, 2, 3],
      [2, 3, 4],
    ],
    [
      [3, 3, 4],
      [2, 2, 3],
    ],
    [
      [2, 6, 2, 3],
      [2, 3, 2, 3],
    ],
    [
      [4, 2, 1],
      [2, 2, 2],
    ],
    [
      [1, 2, 3, 4, 5, 6],
      [2, 3, 4, 5, 6, 6],
    ],
  ])('%j are drawn as %j: below the h1, none skipped', (written, drawn) => {
    expect(levelsOf(...written)).toEqual(drawn);
  });

  test('are named by their words', () => {
    expect(
      anchorName([words('What we '), { type: 'strong', inlines: [words('Tried')] }, words('!')]),
    ).toBe('what-we-tried');
  });
});

describe('a body', () => {
  test('draws every kind of node, and axe finds nothing', async () => {
    const cell = (text: string) => [words(text)];
    const item = (checked: boolean | null, text: string) => ({
      checked,
      blocks: [paragraph(words(text))],
    });
    const { container } = draw([
      headed(2, 'Heading'),
      paragraph(
        { type: 'emphasis', inlines: [words('emphasis')] },
        { type: 'strong', inlines: [words('strong')] },
        { type: 'strike', inlines: [words('strike')] },
        { type: 'code', text: 'code' },
        { type: 'softBreak' },
        { type: 'hardBreak' },
        { type: 'footnoteRef', label: 'n', number: 1 },
      ),
      {
        type: 'list',
        start: null,
        tight: true,
        items: [item(null, 'bullet'), item(true, 'ticked'), item(false, 'open')],
      },
      { type: 'list', start: 3, tight: false, items: [item(null, 'third')] },
      { type: 'quote', blocks: [paragraph(words('quoted'))] },
      { type: 'code', language: 'sh', text: 'ls\n' },
      {
        type: 'table',
        align: ['none', 'right'],
        head: [cell('Hour'), cell('Strokes')],
        rows: [[cell('6'), cell('60')]],
      },
      { type: 'rule' },
      { type: 'footnote', label: 'n', number: 1, blocks: [paragraph(words('the note'))] },
    ]);
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('Heading');
    for (const tag of [
      'em',
      'strong',
      's',
      'code',
      'br',
      'blockquote',
      'pre',
      'table',
      'hr',
      'ol[start="3"]',
    ]) {
      expect(container.querySelector(tag), tag).not.toBeNull();
    }
    expect(screen.getByText('Not done')).toBeInTheDocument();
    expect(screen.getByRole('columnheader', { name: 'Hour' })).toBeVisible();
    const findings = await axeFindings();
    expect(
      findings.filter(
        (finding) =>
          !/^(region|page-has-heading-one|landmark-one-main|document-title)/.test(finding),
      ),
    ).toEqual([]);
  });

  test('footnotes lead there and back', async () => {
    draw([
      paragraph(words('claim'), { type: 'footnoteRef', label: 'n', number: 1 }),
      { type: 'footnote', label: 'n', number: 1, blocks: [paragraph(words('the note'))] },
    ]);
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Note 1' }));
    expect(screen.getByText('the note').closest('li')).toHaveFocus();
    await user.click(screen.getByRole('button', { name: 'Back to the text' }));
    expect(screen.getByRole('button', { name: 'Note 1' })).toHaveFocus();
  });

  test('a link within the text leads to the heading of that name', async () => {
    draw([
      paragraph(link({ type: 'anchor', name: 'what-we-tried' }, words('below'))),
      headed(2, 'What we tried'),
    ]);
    await userEvent.setup().click(screen.getByRole('button', { name: 'below' }));
    expect(screen.getByRole('heading', { name: 'What we tried' })).toHaveFocus();
  });

  test('a link without words shows the title of its lesson', () => {
    draw(
      [
        paragraph(
          link({ type: 'lesson', id: 'a' }),
          words(' and '),
          link({ type: 'lesson', id: 'b' }),
        ),
      ],
      {
        a: 'Rope frays',
      },
    );
    expect(screen.getByRole('link', { name: 'Rope frays' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'a lesson' })).toBeVisible();
  });
});

describe('hostile text', () => {
  const hostile = '<img src=x onerror=alert(1)><script>alert(1)</script>';
  const everywhere: Block[] = [
    { type: 'html', text: hostile },
    paragraph(
      words(hostile),
      { type: 'html', text: hostile },
      { type: 'code', text: hostile },
      link({ type: 'blocked', shown: 'javascript:alert(1)' }, words(hostile)),
      link(
        { type: 'web', url: 'https://example.org/"onclick="x', host: 'example.org' },
        words(hostile),
      ),
      link({ type: 'mail', address: 'a@example.org' }, words(hostile)),
      link({ type: 'lesson', id: 'javascript:alert(1)' }, words(hostile)),
      link({ type: 'anchor', name: hostile }, words(hostile)),
      {
        type: 'image',
        target: { type: 'remote', url: 'https://example.org/x.png' },
        alt: hostile,
        title: hostile,
      },
      {
        type: 'image',
        target: { type: 'attachment', hash: '../../etc/passwd' },
        alt: hostile,
        title: hostile,
      },
    ),
    { type: 'code', language: hostile, text: hostile },
    headed(2, hostile),
    { type: 'footnote', label: hostile, number: 1, blocks: [paragraph(words(hostile))] },
  ];

  test('stays text: no element and no attribute comes from it', () => {
    const { container } = draw(everywhere);
    expect(
      container.querySelectorAll('script, iframe, object, embed, form, base, meta, link'),
    ).toHaveLength(0);
    const known =
      /^(class|dir|tabindex|role|type|src|alt|loading|decoding|href|value|start|scope|xmlns|viewBox|width|height|fill|stroke.*|d|x\d?|y\d?|cx|cy|r[xy]?|points|aria-.*)$/;
    const attributes = [...container.querySelectorAll('*')].flatMap((element) =>
      element.getAttributeNames(),
    );
    expect(attributes.filter((name) => !known.test(name))).toEqual([]);
    expect(container.textContent).toContain(hostile);
  });

  test('loads nothing from the web and opens nothing by itself', () => {
    const { container } = draw(everywhere);
    const sources = [...container.querySelectorAll('img')].map((image) =>
      image.getAttribute('src'),
    );
    expect(sources).toEqual(['/picture-..%2F..%2Fetc%2Fpasswd']);
    const places = [...container.querySelectorAll('a')].map((anchor) =>
      anchor.getAttribute('href'),
    );
    expect(places).toEqual(['#/item/javascript%3Aalert(1)']);
  });

  test('a blocked link keeps its words and names its address as text', () => {
    draw([paragraph(link({ type: 'blocked', shown: 'file:///etc' }, words('click me')))]);
    expect(screen.getByText(/click me/)).toBeVisible();
    expect(screen.getByText('file:///etc')).toBeVisible();
    expect(screen.queryByRole('link')).toBeNull();
    expect(screen.queryByRole('button')).toBeNull();
  });

  test('a link out only asks; nothing is opened by pressing it', async () => {
    const { app } = draw([
      paragraph(
        link(
          { type: 'web', url: 'https://xn--hlya-0ra.example/', host: 'xn--hlya-0ra.example' },
          words('safe'),
        ),
      ),
    ]);
    await userEvent.setup().click(screen.getByRole('button', { name: 'safe' }));
    expect(app.leaving.question?.target).toMatchObject({ host: 'xn--hlya-0ra.example' });
  });
});
