/** What the formatting buttons do to a text: pure edits of a selection. */

/** Replace `from..to` by `insert`, then select `start..end` of the new text. */
export interface Edit {
  from: number;
  to: number;
  insert: string;
  start: number;
  end: number;
}

export interface Selection {
  text: string;
  start: number;
  end: number;
}

export type Format = 'heading' | 'bold' | 'italic' | 'list' | 'checklist' | 'quote' | 'link';

const LINE_MARKS: Partial<Record<Format, string>> = {
  heading: '## ',
  list: '- ',
  checklist: '- [ ] ',
  quote: '> ',
};

export function format(kind: Format, selection: Selection): Edit {
  const mark = LINE_MARKS[kind];
  if (mark) return markLines(mark, selection);
  if (kind === 'link') return link(selection);
  return wrap(kind === 'bold' ? '**' : '*', selection);
}

/** Puts a heading for a prompt at the end, with room to write below it. */
export function addPrompt(heading: string, text: string): Edit {
  const gap = text === '' ? '' : text.endsWith('\n\n') ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  const insert = `${gap}## ${heading}\n\n`;
  const end = text.length + insert.length;
  return { from: text.length, to: text.length, insert, start: end, end };
}

/** Sets marks around the selection, or takes them away where they already stand. */
function wrap(mark: string, { text, start, end }: Selection): Edit {
  const before = text.slice(0, start);
  const inside = text.slice(start, end);
  const after = text.slice(end);
  const n = mark.length;
  if (before.endsWith(mark) && after.startsWith(mark)) {
    return { from: start - n, to: end + n, insert: inside, start: start - n, end: end - n };
  }
  return {
    from: start,
    to: end,
    insert: `${mark}${inside}${mark}`,
    start: start + n,
    end: end + n,
  };
}

/** Begins each line of the selection with `mark`, or takes it away when all have it. */
function markLines(mark: string, { text, start, end }: Selection): Edit {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const to = newline === -1 ? text.length : newline;
  const lines = text.slice(from, to).split('\n');
  const marked = lines.every((line) => line.startsWith(mark));
  const insert = lines.map((line) => (marked ? line.slice(mark.length) : mark + line)).join('\n');
  const first = marked ? -mark.length : mark.length;
  return {
    from,
    to,
    insert,
    start: Math.max(from, start + first),
    end: Math.max(from, end + insert.length - (to - from)),
  };
}

/** Makes the selection the words of a link and selects where its address goes. */
function link({ text, start, end }: Selection): Edit {
  const words = text.slice(start, end);
  const address = 'https://';
  const insert = `[${words}](${address})`;
  const at = words === '' ? start + 1 : start + words.length + 3;
  return { from: start, to: end, insert, start: at, end: words === '' ? at : at + address.length };
}
