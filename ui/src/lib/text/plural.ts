/** Numbers, and plural forms of the language the window speaks. */
import { locale } from './language';

/** The forms that a language tells apart; `other` stands for every one that is not given. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

const rules = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

/** Picks the form for `n`; `{n}` in it becomes the number as people write it. */
export function plural(n: number, forms: Forms): string {
  const tag = locale();
  const rule = rules.get(tag) ?? new Intl.PluralRules(tag);
  rules.set(tag, rule);
  return (forms[rule.select(n)] ?? forms.other).replaceAll('{n}', numberText(n));
}

export function numberText(n: number): string {
  const tag = locale();
  const format = numbers.get(tag) ?? new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  numbers.set(tag, format);
  return format.format(n);
}
