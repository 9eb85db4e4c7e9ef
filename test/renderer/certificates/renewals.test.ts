import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { type RenewalState, renewalStates, type TestValidity } from '../../../shared/model/certificate.ts'
import { answerList } from '../answer-list.ts'
import { settle } from '../held-answers.ts'
import { certificateRow } from '../made-certificates.ts'
import { openWindow } from '../open-window.ts'

const counts = { expired: 2, due: 1, valid: 30, renewed: 4 }
const test: TestValidity = { accountId: 'school', testId: 1, testName: 'First aid', certificates: 37, months: null }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function renewals() {
  const window = await openWindow()
  const main = { validities: [test] as readonly TestValidity[] }
  window.fake.handle('certificates', 'validities', async () => main.validities)
  window.fake.handle('certificates', 'countRenewals', async () => counts)
  const inState = (state: RenewalState) =>
    Array.from({ length: counts[state] }, () => ({ state, expiresOn: '2026-10-01', renewedAt: null }))
  answerList(window.fake, 'renewalList', ({ filter }) =>
    (filter.states.length > 0 ? filter.states : renewalStates)
      .flatMap(inState)
      .map((facts, place) => ({ ...certificateRow(place + 1), ...facts })),
  )
  const state = await import('../../../renderer/features/certificates/renewals.ts')
  await window.startStores()
  await state.useRenewals.getState().load()
  return { ...window, ...state, main }
}

describe('renewals', () => {
  it('are counted in every state, and listed in the states chosen', async () => {
    const { useRenewals, useRenewalPages, fake } = await renewals()
    expect(useRenewalPages.getState().shown?.count).toBe(37)
    useRenewals.getState().setStates(['expired', 'due'])
    await settle()
    expect(useRenewalPages.getState().shown?.count).toBe(3)
    expect(useRenewals.getState().counts).toEqual(counts)
    expect(fake.callsOf('renewalList', 'open').at(-1)?.query.filter).toEqual({
      results: [],
      states: ['expired', 'due'],
    })
    useRenewals.getState().setSearch('priya')
    await settle()
    expect(fake.callsOf('renewalList', 'open').at(-1)?.query.filter).toEqual({
      results: [{ field: 'search', op: 'contains', value: 'priya' }],
      states: ['expired', 'due'],
    })
  })

  it('are read again once a validity is set', async () => {
    const { useRenewals, fake, main } = await renewals()
    fake.handle('certificates', 'setValidity', async ({ months }) => {
      main.validities = [{ ...test, months }]
    })
    const before = fake.callsOf('renewalList', 'open').length
    await useRenewals.getState().setValidity(test, 24)
    expect(fake.callsOf('certificates', 'setValidity')).toEqual([{ accountId: 'school', testId: 1, months: 24 }])
    expect(useRenewals.getState().validities?.[0]?.months).toBe(24)
    expect(fake.callsOf('renewalList', 'open').length).toBe(before + 1)
  })

  it('say in the one line how many of their addresses were copied, or why none were', async () => {
    const { copyRenewalEmails, feedback, fake } = await renewals()
    fake.handle('app', 'copyText', async () => undefined)
    fake.handle('certificates', 'renewalEmails', async () => ({ emails: ['a@b.example', 'c@d.example'], without: 1 }))
    await copyRenewalEmails({ results: [], states: [] })
    expect(fake.callsOf('app', 'copyText')).toEqual([{ text: 'a@b.example; c@d.example' }])
    expect(feedback.getState().current).toMatchObject({
      words: 'Copied 2 e-mail addresses. 1 certificate came without one.',
      error: null,
    })
    fake.handle('certificates', 'renewalEmails', async () => {
      throw new AppError('store/failed')
    })
    await copyRenewalEmails({ results: [], states: [] })
    expect(feedback.getState().current?.error?.code).toBe('store/failed')
  })

  it('say why a validity could not be set', async () => {
    const { useRenewals, fake, feedback } = await renewals()
    fake.handle('certificates', 'setValidity', async () => {
      throw new AppError('store/failed')
    })
    expect(await useRenewals.getState().setValidity(test, 24)).toBe(false)
    expect(feedback.getState().current?.error?.code).toBe('store/failed')
  })
})
