import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { chromium as playwright } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IS_QUICK } from '../depth.ts'
import { runNoroshi } from '../run-noroshi.ts'
import { chromium } from './chromium.ts'
import type { DemoServer } from './demo-server.ts'
import { startDemoServer } from './demo-server.ts'
import { axeViolations, watchedPage } from './watched-page.ts'

const executablePath = IS_QUICK ? null : chromium()

/** Milliseconds: the first start builds the console. */
const START_MS = 240_000
const WALK_MS = 120_000

const LOCALES = { en: 'en-GB', ja: 'ja-JP' } as const
const WORDS = {
  en: { title: 'Telescope', next: 'What to do first', evidence: 'The first packets', figures: 'Daily figures', without: 'Without', all: 'All' },
  ja: { title: 'テレスコープ', next: '最初に行うこと', evidence: '最初のパケット', figures: '日次統計', without: '除く', all: 'すべて' },
} as const

const FILES = {
  'traffic.yaml': 'minutes: 90\nresearch: 2\n',
  'members.yaml': '- {name: Example University, used: [203.0.113.0/25], unused: [198.18.64.0/24]}\n- {name: Example City, used: [192.0.2.0/24], unused: [198.18.128.0/24]}\n',
  'noroshi.yaml': 'workers: 1\ncollection: {sealSeconds: 1, reserveMb: 1}\ntelescope: {file: made.pcap, space: [198.18.0.0/16], organisations: members.yaml, publish: true}\n',
}

describe.skipIf(executablePath === null)('the telescope in a browser', () => {
  const cwd = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-telescope-'))
  let server: DemoServer
  let browser: Browser
  let state: Awaited<ReturnType<BrowserContext['storageState']>>

  const open = (options: BrowserContextOptions) => browser.newContext({ baseURL: server.origin, reducedMotion: 'reduce', ...options })

  beforeAll(async () => {
    for (const [name, content] of Object.entries(FILES)) writeFileSync(join(cwd, name), content)
    await runNoroshi(['telescope', 'generate', '--seed', '4', '--config', 'traffic.yaml', '--out', 'made.pcap', '--truth', 'made.json'], { cwd })
    const started = startDemoServer(['--config', join(cwd, 'noroshi.yaml')])
    browser = await playwright.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
    server = await started
    const context = await open({ locale: LOCALES.en })
    const { page } = await watchedPage(context)
    await page.goto(server.link)
    await page.getByRole('heading', { level: 1, name: 'Cases' }).waitFor()
    // What the sensor told has become findings.
    await page.getByText(/A Member's Host Searches Unused Space With Malware/).first().waitFor()
    state = await context.storageState()
    await context.close()
  }, START_MS)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    rmSync(cwd, { recursive: true, force: true })
  })

  it.each([['en', 'light'], ['ja', 'dark']] as const)('leads from a warning to what to do and the packets it rests on (%s, %s)', async (language, colorScheme) => {
    const words = WORDS[language]
    const context = await open({ storageState: state, locale: LOCALES[language], colorScheme })
    const { page, complaints } = await watchedPage(context)
    await page.goto('/telescope')
    await page.getByRole('heading', { level: 1, name: words.title }).waitFor()
    await page.getByRole('heading', { name: words.figures }).waitFor()
    await page.getByRole('button', { name: words.without, exact: true }).click()
    await page.getByRole('button', { name: words.all, exact: true }).click()
    const address = page.getByRole('button', { name: /^(203\.0\.113|192\.0\.2)\.\d+$/ }).first()
    await address.waitFor()
    expect(await axeViolations(page)).toEqual([])
    await address.click()
    const panel = page.getByRole('dialog')
    await panel.getByText(words.next).waitFor()
    await panel.getByText(words.evidence).waitFor()
    await panel.getByText(/198\.18\.\d+\.\d+/).first().waitFor()
    expect([await axeViolations(page), complaints]).toEqual([[], []])
    await context.close()
  }, WALK_MS)

  it('names an unknown tool, and shows the figures to everybody where that is wanted', async () => {
    const context = await open({ storageState: state, locale: LOCALES.en })
    const { page, complaints } = await watchedPage(context)
    await page.goto('/telescope')
    await page.getByRole('button', { name: /^Name unknown-/ }).first().click()
    await page.getByLabel('Name', { exact: true }).fill('Hydra')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('table', { name: 'Unknown tools' }).getByText('Hydra').waitFor()
    expect(complaints).toEqual([])
    await context.close()

    const stranger = await open({ locale: LOCALES.en })
    const { page: everybody, complaints: theirs } = await watchedPage(stranger)
    await everybody.goto('/api/v1/telescope/public?language=en')
    await everybody.getByText('Hydra (unknown-', { exact: false }).first().waitFor()
    expect([await axeViolations(everybody), theirs]).toEqual([[], []])
    await stranger.close()
  }, WALK_MS)
})
