/** What can be done from the palette, in the language that is spoken. */
import type { LessonCard } from '../../lib/backend/generated/types';
import { actsOf } from '../../lib/keys/acts';
import type { Act } from '../../lib/keys/shortcuts';
import type { App } from '../../lib/state/app.svelte';
import type { Ability, Offer } from '../../lib/state/palette.svelte';
import { messages } from '../../lib/text/messages';

/** The acts that make sense wherever one is. */
export function abilities(app: App): Ability[] {
  const acts = actsOf(app);
  const { nav, palette, settings, shortcuts } = messages;
  const also = palette.alsoCalled;
  const ability = (act: Act, text: string, alsoCalled = ''): Ability => ({
    key: act,
    text,
    alsoCalled,
    run: () => void acts[act](),
  });
  const all = [
    ability('log', shortcuts.log, also.log),
    ability('today', nav.today, also.today),
    ability('search', nav.search),
    ability('lessons', nav.lessons, also.lessons),
    ability('exchange', nav.exchange, also.exchange),
    ability('bin', messages.revisions.binTitle, also.bin),
    ability('settings', settings.title, also.settings),
    ability('back', shortcuts.back),
    ability('forward', shortcuts.forward),
    ability('sheet', shortcuts.title, also.sheet),
    ability('larger', shortcuts.larger),
    ability('smaller', shortcuts.smaller),
    ability('usualSize', shortcuts.usualSize),
  ];
  return app.mayWrite ? all : all.filter(({ key }) => key !== 'log');
}

export function ofLesson(app: App, group: Offer['group'] = 'lessons'): (card: LessonCard) => Offer {
  return (card) => ({
    key: `${group}-${card.id}`,
    group,
    text: card.title,
    lesson: card,
    run: () => app.openLesson(card.id),
  });
}

export function recents(app: App): Offer[] {
  return app.recents.map(ofLesson(app, 'recent'));
}

/** Whatever was typed can be searched for, and written down. */
export function always(app: App): (query: string) => Offer[] {
  return (query) => {
    const search = () => {
      app.navigation.go({ name: 'search', query, kinds: [], tags: [] });
    };
    const offers: Offer[] = [
      { key: 'search-for', group: 'acts', text: messages.palette.searchFor(query), run: search },
    ];
    if (app.mayWrite) {
      const log = () => {
        app.log('problem', query);
      };
      offers.push({ key: 'log-as', group: 'acts', text: messages.palette.logAs(query), run: log });
    }
    return offers;
  };
}
