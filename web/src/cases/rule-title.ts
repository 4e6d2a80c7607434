/** What a rule is called in a language: as it is written where it has no title in that. */
export function ruleTitle({ title, titleJa }: { readonly title: string; readonly titleJa?: string }, language: 'en' | 'ja'): string {
  return language === 'ja' ? titleJa ?? title : title
}
