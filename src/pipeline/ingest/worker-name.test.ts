import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { identifyProcess } from '../../platform/process-identity.ts'
import { mayStillWork, workerName } from './worker-name.ts'

test('this process works, one on another machine may, and one that is gone does not', async () => {
  const child = spawn('sleep', ['60'])
  await once(child, 'spawn')
  const { pid, bootId, startTicks } = identifyProcess(child.pid!)!
  const named = [hostname(), bootId, pid, startTicks].join('/')
  expect([workerName(), `elsewhere/${bootId}/1/1`, named].map(mayStillWork)).toEqual([true, true, true])
  child.kill('SIGKILL')
  await once(child, 'exit')
  const restarted = [hostname(), 'another-start', process.pid, identifyProcess(process.pid)!.startTicks].join('/')
  const reused = [hostname(), bootId, process.pid, '1'].join('/')
  expect([named, restarted, reused, 'of an older version'].map(mayStillWork)).toEqual([false, false, false, false])
})
