import type { Figures } from './figures-schema.ts'

/** Figures in which unknown tools are called what people call them; their own names stand behind. */
export function renameFamilies(figures: Figures, names: ReadonlyMap<string, string>): Figures {
  const renamed = (key: string) => (names.has(key) ? `${names.get(key)} (${key})` : key)
  return {
    ...figures,
    days: figures.days.map(day => ({ ...day, infected: { ...day.infected, byFamily: day.infected.byFamily.map(row => ({ ...row, key: renamed(row.key) })) } })),
  }
}
