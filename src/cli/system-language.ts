/** `ja` where the environment speaks Japanese, else `en`. */
export function systemLanguage(): 'en' | 'ja' {
  const locale = process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || ''
  return locale.startsWith('ja') ? 'ja' : 'en'
}
