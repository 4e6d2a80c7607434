import { expect, test } from 'vitest'
import type { RetentionView } from '../pipeline/retention/retention-view.ts'
import { retentionLines } from './retention-lines.ts'

const VIEW: RetentionView = {
  datasets: [{ organisation: 'default', dataset: 'web.access', events: 3, bytes: 30, diskBytes: 30, oldest: '2026-01-01T00:00:00.000000Z', eventsPerDay: 3, diskBytesPerDay: 30, hotDays: 1, deleteDays: 30, settledDiskBytes: null }],
  disk: { eventStore: 1, stateStore: 1, evidence: 1, free: 1, growthPerDay: 1, growthDays: 2, daysUntilFull: 1 },
  due: [{ organisation: 'default', cold: 2, coldEvents: 5, deleted: 0, deletedEvents: 0, held: [], heldTotal: 0, waitingTotal: 0 }],
  applied: null,
}

const said = (place: 'folder' | 'store', language: 'en' | 'ja') => retentionLines(VIEW, place, language).join('')

test('what goes cold is said to go where the settings send it, in both languages', () => {
  expect(said('store', 'en')).toContain('to the cold store after 1 day, deleted after 30 days\n')
  expect(said('store', 'en')).toContain('2 pieces of evidence (5 events) to the cold store,')
  expect(said('store', 'en')).not.toContain('folder')
  expect(said('folder', 'en')).toContain('to the cold folder after 1 day,')
  expect(said('store', 'ja')).toMatch(/1 日後にコールドストアへ移動[^]*コールドストアへ移す証拠 2 件/)
  expect(said('folder', 'ja')).toContain('1 日後にコールドフォルダーへ移動')
})

test('one day is one day', () => expect(said('folder', 'en')).toMatch(/is full in 1 day\n/))
