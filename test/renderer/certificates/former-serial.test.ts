/// <reference types="vite/client" />

import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { unixSeconds } from '../../../shared/model/time.ts'
import { openWindow } from '../open-window.ts'

it('a serial that was replaced by a very long one tells no more of that than a sentence can hold', async () => {
  await openWindow()
  const { FormerSerials } = await import('../../../renderer/features/certificates/FormerSerials.tsx')
  const former = {
    serial: 'A-1',
    resultId: 1,
    accountId: 'school',
    student: 'Ada',
    testName: 'First aid',
    seenAt: unixSeconds(1_700_000_000),
    reason: 'replaced',
    now: 'B'.repeat(100_000),
  } as const
  const markup = renderToStaticMarkup(createElement(FormerSerials, { former: [former], typed: 'A-1' }))
  expect(markup).toContain(`${'B'.repeat(240)}…`)
  expect(markup.length).toBeLessThan(5_000)
})
