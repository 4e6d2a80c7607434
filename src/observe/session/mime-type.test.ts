import { expect, test } from 'vitest'
import { mimeType } from './mime-type.ts'

test.each([
  ['MZ\x90', 'application/x-dosexec'], ['\x7fELF\x02', 'application/x-executable'], ['PK\x03\x04a', 'application/zip'], ['%PDF-1.7', 'application/pdf'],
  ['<!DOCTYPE html><html>', 'text/html'], ['  {"a":1}', 'application/json'], ['#!/bin/sh', 'text/x-shellscript'], ['plain words\r\n', 'text/plain'], ['\x00\x01\x02', undefined], ['', undefined],
])('%j is %s', (start, type) => {
  expect(mimeType(Buffer.from(start, 'latin1'))).toBe(type)
})
