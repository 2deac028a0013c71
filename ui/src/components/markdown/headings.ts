/** Where headings of a body stand below the headings of the page, and how links find them. */
import type { Block, Inline, MarkdownDocument } from '../../lib/backend/generated/types';

/** A heading level of the page, below its h1. */
export type Level = 2 | 3 | 4 | 5 | 6;

/**
 * The level each heading is drawn at, in the order of the document.
 *
 * Members write any levels; the page begins below its own h1 and never skips one.
 */
export function headingLevels(document: MarkdownDocument): Map<Block, Level> {
  const levels = new Map<Block, Level>();
  const open: { written: number; drawn: number }[] = [];
  for (const heading of headings(document.blocks)) {
    while ((open.at(-1)?.written ?? 0) >= heading.level) open.pop();
    const drawn = Math.min(6, (open.at(-1)?.drawn ?? 1) + 1) as Level;
    open.push({ written: heading.level, drawn });
    levels.set(heading, drawn);
  }
  return levels;
}

type Heading = Extract<Block, { type: 'heading' }>;

function headings(blocks: Block[]): Heading[] {
  return blocks.flatMap((block) => {
    if (block.type === 'heading') return [block];
    if (block.type === 'quote' || block.type === 'footnote') return headings(block.blocks);
    if (block.type === 'list') return block.items.flatMap((item) => headings(item.blocks));
    return [];
  });
}

/** The name a link in the text may give a heading: its words, lower case, joined by hyphens. */
export function anchorName(inlines: Inline[]): string {
  const words = plainText(inlines)
    .toLowerCase()
    .match(/[\p{L}\p{N}_]+/gu);
  return words?.join('-') ?? '';
}

export function plainText(inlines: Inline[]): string {
  return inlines
    .map((inline) => {
      if ('inlines' in inline) return plainText(inline.inlines);
      if ('text' in inline) return inline.text;
      return inline.type === 'softBreak' || inline.type === 'hardBreak' ? ' ' : '';
    })
    .join('');
}
