import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { chromium as playwright } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IS_QUICK } from '../depth.ts'
import { chromium } from './chromium.ts'
import type { DemoServer } from './demo-server.ts'
import { startDemoServer } from './demo-server.ts'
import type { DemoGateway } from './gateway-walk.ts'
import { attack, demoGateway, keepRuns, recorded } from './gateway-walk.ts'
import { axeViolations, watchedPage } from './watched-page.ts'

const executablePath = IS_QUICK ? null : chromium()

/** Milliseconds: the first start builds the console. */
const START_MS = 240_000

/** Milliseconds for one walk: seconds, but browsers starve on a machine that is busy with other tests. */
const WALK_MS = 240_000

const WORDS = {
  en: { cases: 'Cases', look: /^See /, raw: 'Raw bytes', why: 'Why we think so' },
  ja: { cases: 'ケース', look: /^イベントを見る/, raw: '生データ', why: '判断の根拠' },
} as const

const LOCALES = { en: 'en-GB', ja: 'ja-JP' } as const

describe.skipIf(executablePath === null)('the console in a browser', () => {
  let server: DemoServer
  let gateway: DemoGateway
  let browser: Browser
  /** Cookies of somebody who is signed in. */
  let state: Awaited<ReturnType<BrowserContext['storageState']>>

  const open = (options: BrowserContextOptions) => browser.newContext({ baseURL: server.origin, reducedMotion: 'reduce', ...options })

  beforeAll(async () => {
    gateway = await demoGateway()
    const started = startDemoServer(['--demo', ...gateway.args])
    browser = await playwright.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
    server = await started
  }, START_MS)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await gateway?.close()
  })

  it('lets in by the printed link, once', async () => {
    const context = await open({ locale: LOCALES.en })
    const { page, complaints } = await watchedPage(context)
    await page.goto(server.link)
    await page.getByRole('heading', { level: 1, name: WORDS.en.cases }).waitFor()
    expect([new URL(page.url()).pathname, complaints]).toEqual(['/cases', []])
    state = await context.storageState()
    await context.close()

    const stranger = await open({ locale: LOCALES.en })
    const { page: second } = await watchedPage(stranger)
    await second.goto(server.link)
    await second.getByRole('alert').getByText('This sign-in link has been used').waitFor()
    await stranger.close()
  }, WALK_MS)

  it.each(['en', 'ja'] as const)('leads from the top case to the raw event behind its first reason (%s)', async language => {
    const words = WORDS[language]
    const context = await open({ storageState: state, locale: LOCALES[language] })
    const { page, complaints } = await watchedPage(context)
    await page.goto('/')
    await page.getByRole('list', { name: words.cases }).getByRole('link').first().click()
    await page.getByRole('heading', { name: words.why }).waitFor()
    await page.getByRole('button', { name: words.look }).first().click()
    const panel = page.getByRole('dialog')
    await panel.getByText('windows.sysmon', { exact: true }).waitFor()
    await panel.getByRole('button', { name: words.raw }).click()
    const shown = await panel.getByTestId('raw-event').innerText()

    const id = new URL(page.url()).searchParams.get('event')
    const bytes = await (await page.request.get(`/api/v1/events/${id}/raw`)).body()
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('**\0\0')
    expect(shown.split('\n')[0]).toContain([...bytes.subarray(0, 8)].map(byte => byte.toString(16).padStart(2, '0')).join(' '))
    expect(shown.split('\n').length).toBe(Math.ceil(bytes.length / 16))
    expect(complaints).toEqual([])
    await context.close()
  }, WALK_MS)

  it('keeps a verdict through a broken connection, says so, and enters it once', async () => {
    const context = await open({ storageState: state, locale: LOCALES.en })
    const { page } = await watchedPage(context)
    await page.goto('/')
    await page.getByRole('list', { name: 'Cases' }).getByRole('link').last().click()
    let attempts = 0
    // The first answer is lost on its way back: the server has it, the page cannot know.
    await page.route('**/decisions', async route => {
      if (route.request().method() !== 'POST' || ++attempts > 1) return route.continue()
      await route.fetch()
      return route.abort('connectionreset')
    })
    await page.getByLabel('Verdict').selectOption('false-positive')
    await page.getByText('Not saved: no answer').waitFor()
    await page.getByText('Verdict saved, once, after the connection came back').waitFor()
    const history = page.getByRole('region', { name: 'History' })
    await history.getByText('false positive').waitFor()
    expect([attempts, await history.getByText('false positive').count()]).toEqual([2, 1])
    await history.getByRole('button', { name: 'Undo' }).click()
    await history.getByText('taken back').waitFor()
    await context.close()
  }, WALK_MS)

  it('makes a token for a program, shows its secret once, and ends it', async () => {
    const context = await open({ storageState: state, locale: LOCALES.en })
    const { page, complaints } = await watchedPage(context)
    await page.goto('/people')
    await page.getByRole('button', { name: 'Make a token' }).click()
    await page.getByLabel('For what').fill('dashboard')
    await page.getByRole('dialog').getByRole('button', { name: 'Make a token' }).click()
    const secret = /nrs_[\w-]+/.exec(await page.getByRole('dialog', { name: 'The token' }).innerText())?.[0]
    const asks = () => fetch(`${server.origin}/api/v1/cases?limit=1`, { headers: { authorization: `Bearer ${secret}` } })
    expect((await asks()).status).toBe(200)
    await page.keyboard.press('Escape')
    await page.getByRole('table', { name: 'API tokens' }).getByText('dashboard').waitFor()
    await page.getByRole('button', { name: 'Delete the token dashboard' }).click()
    await page.getByText('No tokens.').waitFor()
    expect([(await asks()).status, complaints]).toEqual([401, []])
    await context.close()
  }, WALK_MS)

  it('finds evidence by a part of its path', async () => {
    const context = await open({ storageState: state, locale: LOCALES.en })
    const { page, complaints } = await watchedPage(context)
    await page.goto('/evidence?q=FILE-SERVER')
    const table = page.getByRole('table')
    await table.getByText('3-file-server').first().waitFor()
    expect([await table.getByText('1-database-to-domain').count(), complaints]).toEqual([0, []])
    await page.getByRole('searchbox').fill('no such path')
    await page.getByText('Nothing fits this search').waitFor()
    await context.close()
  }, WALK_MS)

  it('answers why a rule fired and why another did not, and keeps a filter with its proof until it is taken away', async () => {
    const context = await open({ storageState: state, locale: LOCALES.en })
    const { page, complaints } = await watchedPage(context)
    await page.goto('/rules?q=database+server+shell')
    await page.getByRole('link', { name: 'Web or Database Server Starts a Shell' }).click()
    await page.getByText('4 of 4 pass').waitFor()
    await page.getByRole('button', { name: 'Why it fired' }).first().click()
    const panel = page.getByRole('dialog')
    await panel.locator('mark').first().waitFor()
    expect(await panel.locator('mark').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringMatching(/^\\\w+\.exe$/i)]))
    await panel.getByRole('searchbox').fill('event log is cleared')
    await panel.getByRole('button', { name: 'Event Log Is Cleared' }).click()
    await panel.getByText('It does not fire:').waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })

    await page.getByRole('link', { name: 'Case', exact: true }).first().click()
    // Until the case is there, the page of the rule is, with the same words.
    await page.waitForURL(/\/cases\//)
    // The timeline has buttons of this name, too, which open the event.
    await page.locator('button[aria-expanded=false]', { hasText: 'Web or Database Server Starts a Shell' }).first().click()
    await page.getByRole('link', { name: 'Draft a filter' }).click()
    await page.getByText(/^Silences \d+ of \d+ events of this finding/).waitFor()
    const filter = page.getByRole('textbox', { name: 'The filter' })
    await filter.fill(`${await filter.inputValue()}# narrower`)
    await page.getByText('You changed the filter').waitFor()
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByText('You changed the filter').waitFor({ state: 'detached' })
    await page.getByRole('textbox', { name: /^Why/ }).fill('tested')
    await page.getByRole('button', { name: 'Keep this filter' }).click()
    await page.getByRole('button', { name: 'Take it away' }).click()
    await page.getByText('The filter was taken away').waitFor()
    expect(complaints).toEqual([])
    await context.close()
  }, WALK_MS)

  it('takes a source into use once it was tested, and tells whose an address is after an import that was looked at', async () => {
    const context = await open({ storageState: state, locale: LOCALES.en })
    const { page, complaints } = await watchedPage(context)
    await page.goto('/sources')
    await page.getByRole('link', { name: 'Add a source' }).click()
    await page.getByLabel('Name').fill('lab')
    await page.getByLabel('TCP addresses').fill('127.0.0.1:0')
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByText('It can receive').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/^tcp 127\.0\.0\.1:\d+$/).waitFor()
    expect([await axeViolations(page), complaints]).toEqual([[], []])
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('lab was removed').waitFor()
    await page.getByRole('link', { name: 'lab' }).waitFor({ state: 'detached' })

    await page.goto('/register/imports')
    await page.locator('input[type=file]').setInputFiles({ name: 'devices.csv', mimeType: 'text/csv', buffer: Buffer.from('id,name,addresses,macs\npc-7,Note 7,192.0.2.7,\npc-8,Note 8,,no machine address\n') })
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByText('1 refused').waitFor()
    await page.getByRole('button', { name: 'Take 1 change' }).click()
    await page.getByText('Taken as import 1').waitFor()
    await page.goto('/register/entry?kind=device&key=pc-7')
    await page.getByRole('link', { name: '192.0.2.7' }).click()
    await page.getByRole('heading', { name: 'How this is known' }).waitFor()
    await page.getByRole('link', { name: 'Note 7' }).waitFor()
    expect(complaints).toEqual([])
    await context.close()
  }, WALK_MS)

  it('takes evidence in, and says what could not be read and where', async () => {
    const context = await open({ storageState: state, locale: LOCALES.en })
    const { page, complaints } = await watchedPage(context)
    await page.goto('/evidence')
    await page.locator('input[type=file]').setInputFiles({ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}\n{"b":\n{"c":3}\n') })
    const tray = page.getByRole('region', { name: 'Uploads' })
    await tray.getByText('1 of 1 read').waitFor()
    await tray.getByText('2 events from 1 pieces of evidence').waitFor()
    expect(await tray.getByText(/broken\.json, byte 13: /).count()).toBe(1)
    await page.getByRole('table').getByText('broken.json').waitFor()
    expect(complaints).toEqual([])
    await context.close()
  }, WALK_MS)

  it.each([
    ['dark', 'en', 1_280],
    ['light', 'ja', 400],
  ] as const)('holds no barrier and no complaint on any page (%s, %s, %i pixels)', async (colorScheme, language, width) => {
    const context = await open({ storageState: state, locale: LOCALES[language], colorScheme, viewport: { width, height: 860 } })
    const { page, complaints } = await watchedPage(context)
    const read = async (path: string) => (await page.request.get(`/api/v1${path}`)).json()
    const [{ id: topCase }] = (await read('/cases?limit=1')).items
    const [event] = (await read(`/cases/${topCase}/timeline`)).items
    const [evidence] = (await read('/evidence?limit=1')).items
    const [finding] = (await read(`/cases/${topCase}/findings`)).items
    const pages = [
      ['/sign-in', 'form'], ['/cases', 'main li a'], [`/cases/${topCase}`, 'main ol button'], [`/cases/${topCase}?event=${event.id}`, '[role=dialog] table'],
      ['/hunt', 'main li button'], ['/hunt?q=EventID:4624', 'main canvas'], [`/hunt?q=${encodeURIComponent('* | count by _dataset')}`, 'main table'],
      ['/rules?found=something', 'main li a'], [`/rules/${finding.rule.id}`, 'main table'], [`/rules/${finding.rule.id}?event=${finding.event}`, '[role=dialog] mark'], [`/findings/${finding.id}/filter`, 'main textarea'], ['/rule-sets', 'main table'],
      ['/sources/add', 'main textarea'], ['/register/imports', 'main form'], ['/register/who?address=192.0.2.7', 'main form'],
      ['/evidence', 'main table'], [`/evidence/${evidence.sha256}`, 'main table'], ['/status', 'main dl'], ['/people', 'main table'],
      ['/ai', 'main search'], ['/ai/questions', 'main a[href="/ai/policies"]'], ['/ai/exceptions', 'main h1'], ['/ai/policies?application=shop', 'main form'], ['/ai/redteam', 'main h1'], ['/ai/systems', '[aria-labelledby=ai-talkers] .card p'],
    ] as const
    const found: string[] = []
    for (const [path, ready] of pages) {
      await page.goto(path)
      await page.locator(ready).first().waitFor()
      found.push(...(await axeViolations(page)).map(violation => `${path} ${violation}`))
      const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      if (beyond > 0) found.push(`${path} is ${beyond} pixels too wide`)
    }
    expect([found, complaints]).toEqual([[], []])
    await context.close()
  }, WALK_MS)

  it('leads from a verdict of the gateway to an exception, and from a policy that was tried to what then waits (ja, dark)', async () => {
    const context = await open({ storageState: state, locale: LOCALES.ja, colorScheme: 'dark' })
    const { page, complaints } = await watchedPage(context)
    await keepRuns(server)
    await page.goto('/ai')
    expect(await attack(page)).toBe(403)
    await recorded(page, 'request')
    await page.goto('/ai?verdict=block')
    await page.getByRole('list', { name: 'AI ゲートウェイ' }).getByRole('button').first().click()
    await page.getByRole('dialog').getByText('無視するよう求めている').waitFor()
    // What the classifier says of it comes after.
    await page.getByRole('button', { name: '誤判定にする' }).first().click()
    const marking = page.getByRole('dialog', { name: 'この判定を誤りとする' })
    await marking.getByLabel('理由').fill('研修用の文面')
    await marking.getByLabel(/^日数/).fill('7')
    const ends = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
    await marking.getByText('この文面そのもの').waitFor()
    await marking.getByText(ends).waitFor()
    expect(await axeViolations(page)).toEqual([])
    await marking.getByRole('button', { name: '誤判定にする' }).click()
    await page.getByText(/判定を解除しました/).waitFor()
    expect(await attack(page)).toBe(200)
    await page.goto('/ai/exceptions')
    await page.getByRole('button', { name: /^admin の例外を終了/ }).click()
    await page.getByText(/admin が終了$/).waitFor()

    await recorded(page, 'answer')
    await page.goto('/ai/policies?application=shop')
    await page.getByRole('combobox', { name: '攻撃', exact: true }).selectOption('ask')
    await page.getByRole('button', { name: '記録済みの通信で試す' }).click()
    await page.getByRole('list', { name: '変わる結果' }).getByText('人が判断').first().waitFor()
    // A topic that answers are not to speak of is written, found in the answer that was recorded, and taken out again.
    await page.getByRole('button', { name: '話題を追加' }).click()
    await page.getByLabel('名前', { exact: true }).fill('井戸')
    await page.getByLabel('正規表現(1 行に 1 つ)').fill('(')
    await page.getByRole('button', { name: '記録済みの通信で試す' }).click()
    await page.getByRole('alert').getByText('話題の正規表現を確認してください').waitFor()
    await page.getByLabel('正規表現(1 行に 1 つ)').fill('')
    await page.getByLabel('語句(1 行に 1 つ)').fill('well*\n\n')
    await page.getByRole('combobox', { name: '回答が触れた場合' }).selectOption('block')
    await page.getByRole('button', { name: '記録済みの通信で試す' }).click()
    await page.getByRole('list', { name: '変わる結果' }).getByText('触れてはならない話題について述べている：井戸').first().waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '話題「井戸」を削除' }).click()
    await page.getByText('試した後に変更されています').waitFor()
    await page.getByRole('combobox', { name: 'パッケージ' }).selectOption('ask')
    await page.getByRole('button', { name: '記録済みの通信で試す' }).click()
    await page.getByText('試した後に変更されています').waitFor({ state: 'detached' })
    // What was tried is what is put in place: another limit has to be tried again, and two that contradict one another cannot be.
    const unnamed = page.getByLabel('上限の指定がない場合')
    await unnamed.fill('40000')
    await page.getByRole('alert').getByText('「最大」を超えています').waitFor()
    expect(await page.getByRole('button', { name: '記録済みの通信で試す' }).isDisabled()).toBe(true)
    await unnamed.fill('1')
    await page.getByText('試した後に変更されています').waitFor()
    await page.getByRole('button', { name: '記録済みの通信で試す' }).click()
    await page.getByText('新しい上限で打ち切られます').waitFor()
    await page.getByText('noroshi.yaml での設定').click()
    await page.getByText('1 分あたりの要求数').waitFor()
    await page.getByText('回答で挙げてよいパッケージの一覧').waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.getByLabel('理由').fill('1 週間の試行')
    await page.getByRole('button', { name: '適用' }).click()
    await page.getByText(/^admin が適用/).waitFor()
    await page.getByText('上限の指定がなければ 1 トークン').waitFor()
    const waiting = attack(page)
    await page.goto('/ai/questions')
    await page.getByLabel('理由').fill('既知の文面')
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '通過させる' }).click()
    expect(await waiting).toBe(200)
    await page.goto('/ai/policies')
    await page.getByRole('button', { name: 'shop のポリシーを元に戻す' }).click()
    await page.getByText('設定ファイルのとおり').waitFor()
    expect(await attack(page)).toBe(403)

    await page.getByRole('link', { name: 'レッドチーム' }).click()
    await page.getByRole('table', { name: 'レッドチーム' }).getByRole('link').first().click()
    await page.getByRole('combobox').selectOption({ index: 1 })
    await page.getByText('reveal/plain/en/0', { exact: true }).waitFor()
    // Of the expression that cannot be read.
    expect(complaints).toEqual([expect.stringMatching(/400 \(Bad Request\).*gateway-policy-trials$/)])
    await context.close()
  }, WALK_MS)
})
