/** The palette: one box that jumps, searches and runs. */
import { plural } from '../plural';

export const palette = {
  title: 'Go to, find or do',
  hint: 'Type what you want: a screen, a lesson, an act',
  acts: 'Acts',
  lessons: 'Lessons',
  recent: 'Read lately',
  searchFor: (query: string) => `Search everything for “${query}”`,
  logAs: (query: string) => `Log a lesson called “${query}”`,
  count: (n: number) => plural(n, { one: '{n} suggestion', other: '{n} suggestions' }),
  /** Other words that people use for what the palette offers; never shown. */
  alsoCalled: {
    today: 'home start new',
    lessons: 'list items entries notes browse',
    exchange: 'import export share send receive give bring in files',
    bin: 'trash deleted withdrawn',
    settings: 'preferences options theme language colours keys',
    log: 'new create add write capture issue fix answer',
    sheet: 'help keys keyboard',
  },
};
