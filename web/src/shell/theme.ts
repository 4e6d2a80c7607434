export const THEMES = ['system', 'dark', 'light'] as const

export type Theme = (typeof THEMES)[number]

const KEPT = 'noroshi.theme'

export function theme(): Theme {
  const kept = localStorage.getItem(KEPT)
  return THEMES.find(each => each === kept) ?? 'system'
}

export function setTheme(next: Theme): void {
  localStorage.setItem(KEPT, next)
  applyTheme()
}

/** `system` leaves the choice to the browser. */
export function applyTheme(): void {
  const chosen = theme()
  if (chosen === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = chosen
}
