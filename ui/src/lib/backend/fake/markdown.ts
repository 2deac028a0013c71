/** Just enough Markdown for the sample community. The real parser is the engine's. */
import type { Block, Inline, LinkTarget, ListItem, MarkdownDocument } from '../generated/types';

export function parseSample(source: string): MarkdownDocument {
  const chunks = source.split(/\n{2,}/).filter((chunk) => chunk.trim() !== '');
  return { blocks: chunks.map(block) };
}

function block(chunk: string): Block {
  const lines = chunk.split('\n');
  const heading = /^(#{1,6}) (.*)$/.exec(chunk);
  if (heading)
    return { type: 'heading', level: heading[1]?.length ?? 1, inlines: inlines(heading[2] ?? '') };
  if (lines.every((line) => line.startsWith('> '))) {
    const inner = lines.map((line) => line.slice(2)).join('\n');
    return { type: 'quote', blocks: [paragraph(inner)] };
  }
  if (lines.every((line) => line.startsWith('- '))) return list(lines, /^- /, null);
  if (lines.every((line) => /^\d+\. /.test(line))) return list(lines, /^\d+\. /, 1);
  if (lines.every((line) => line.startsWith('|'))) return table(lines);
  return paragraph(chunk);
}

function paragraph(text: string): Block {
  return { type: 'paragraph', inlines: inlines(text) };
}

function list(lines: string[], mark: RegExp, start: number | null): Block {
  const items = lines.map((line): ListItem => {
    const text = line.replace(mark, '');
    const box = /^\[([ x])\] /.exec(text);
    const checked = box ? box[1] === 'x' : null;
    return { checked, blocks: [paragraph(box ? text.slice(4) : text)] };
  });
  return { type: 'list', start, tight: true, items };
}

function table(lines: string[]): Block {
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => inlines(cell.trim()));
  const [head = '', , ...rows] = lines;
  const columns = cells(head);
  return { type: 'table', align: columns.map(() => 'none'), head: columns, rows: rows.map(cells) };
}

const TOKEN = /\*\*([^*]+)\*\*|\*([^*]+)\*|`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)|\n/g;

function inlines(text: string): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  const words = (until: number) => {
    if (until > from) found.push({ type: 'text', text: text.slice(from, until) });
  };
  for (const match of text.matchAll(TOKEN)) {
    words(match.index);
    from = match.index + match[0].length;
    found.push(inline(match));
  }
  words(text.length);
  return found;
}

function inline([all, strong, emphasis, code, label, address]: RegExpExecArray): Inline {
  const words = (text: string): Inline[] => [{ type: 'text', text }];
  if (strong) return { type: 'strong', inlines: words(strong) };
  if (emphasis) return { type: 'emphasis', inlines: words(emphasis) };
  if (code) return { type: 'code', text: code };
  if (label && address) {
    return { type: 'link', target: target(address), title: null, inlines: words(label) };
  }
  return all === '\n' ? { type: 'softBreak' } : { type: 'text', text: all };
}

function target(address: string): LinkTarget {
  if (address.startsWith('hearth://item/')) return { type: 'lesson', id: address.slice(14) };
  if (address.startsWith('#')) return { type: 'anchor', name: address.slice(1) };
  if (/^https?:\/\//.test(address))
    return { type: 'web', url: address, host: new URL(address).host };
  return { type: 'blocked', shown: address };
}
