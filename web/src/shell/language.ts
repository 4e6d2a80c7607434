import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../api/nouns.ts'
import { allWords } from './all-words.ts'

export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', ja: '日本語' }

const KEPT = 'noroshi.language'

/** The words of the console; a language that was chosen here is kept, otherwise the browser's counts. */
export const i18n = createInstance()

export function startLanguage(): void {
  const language = chosen() ?? (navigator.language.startsWith('ja') ? 'ja' : 'en')
  document.documentElement.lang = language
  void i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'shell',
    resources: allWords,
    interpolation: { escapeValue: false },
    initAsync: false,
  })
}

export function setLanguage(language: Language): void {
  localStorage.setItem(KEPT, language)
  document.documentElement.lang = language
  void i18n.changeLanguage(language)
}

function chosen(): Language | null {
  const kept = localStorage.getItem(KEPT)
  return kept === 'en' || kept === 'ja' ? kept : null
}
