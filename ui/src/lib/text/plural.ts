/** Plural forms of the language the window speaks. */

const rules = new Intl.PluralRules('en');

/** Picks the form for `n`; `{n}` in it becomes the number as people write it. */
export function plural(n: number, forms: { one: string; other: string }): string {
  const form = rules.select(n) === 'one' ? forms.one : forms.other;
  return form.replaceAll('{n}', numberText(n));
}

const numbers = new Intl.NumberFormat('en');

export function numberText(n: number): string {
  return numbers.format(n);
}
