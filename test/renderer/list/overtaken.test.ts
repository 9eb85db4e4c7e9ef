import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppError } from '../../../shared/errors.ts'
import { renewalStates } from '../../../shared/model/certificate.ts'
import { defaultSettings } from '../../../shared/model/settings.ts'
import { answerList } from '../answer-list.ts'
import { type Call, held, settle, type Window } from '../held-answers.ts'
import { accountSummary } from '../made-accounts.ts'
import { certificateMatch, certificateRow, lookup } from '../made-certificates.ts'
import { accessList, codePreview, list } from '../made-codes.ts'
import { resultDetail } from '../made-rows.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A question that is asked twice; `earlier` and `later` are the main process's answers. */
interface Asking {
  readonly call: Call
  readonly earlier: unknown
  readonly later: unknown
  readonly ask: (turn: 0 | 1) => unknown
  /** The part of the answer that the window shows, and its error. */
  readonly shown: () => unknown
  readonly error?: () => AppError | null | undefined
  readonly expected: unknown
}

const otherList = { accountId: 'school', listId: 2 }
const queueOf = (waiting: number) => ({ waiting, failed: 0, paused: false, folder: null })
const journal = (id: number) => ({ actions: [], calls: [], id })
const countsOf = (n: number) => Object.fromEntries(renewalStates.map((state) => [state, n]))
const link = (linkId: number) => ({ linkId, linkUrlId: 'x', accessListId: list.listId, name: `Link ${linkId}` })

/** One of each kind of answer that the window keeps. */
const askings: Record<string, (window: Window) => Promise<Asking>> = {
  accounts: async ({ accounts }) => ({
    call: ['accounts', 'list'],
    earlier: [accountSummary({ id: 'earlier' })],
    later: [accountSummary({ id: 'later' })],
    ask: () => void accounts.getState().load(),
    shown: () => accounts.getState().accounts?.map(({ id }) => id),
    error: () => accounts.getState().error,
    expected: ['later'],
  }),
  activity: async () => {
    const { useActivity } = await import('../../../renderer/features/activity/activity.ts')
    return {
      call: ['activity', 'log'],
      earlier: { runs: [1] },
      later: { runs: [2] },
      ask: () => void useActivity.getState().load(),
      shown: () => useActivity.getState().log,
      error: () => useActivity.getState().error,
      expected: { runs: [2] },
    }
  },
  'copies of the results': async () => {
    const { useBackups } = await import('../../../renderer/features/backups/backups.ts')
    return {
      call: ['backups', 'list'],
      earlier: [{ name: 'earlier' }],
      later: [{ name: 'later' }],
      ask: () => void useBackups.getState().load(),
      shown: () => useBackups.getState().snapshots,
      error: () => useBackups.getState().error,
      expected: [{ name: 'later' }],
    }
  },
  'what filters offer': async () => {
    const { useFacets } = await import('../../../renderer/list/filters/facets.ts')
    return {
      call: ['results', 'facets'],
      earlier: { tests: [], sources: [], words: {}, total: 1 },
      later: { tests: [], sources: [], words: {}, total: 2 },
      ask: () => void useFacets.getState().load(),
      shown: () => useFacets.getState().facets?.total,
      expected: 2,
    }
  },
  'the number of certificates': async () => {
    const { useCertificateCount } = await import('../../../renderer/features/certificates/certificates.ts')
    return {
      call: ['certificateList', 'open'],
      earlier: { answer: 1, rows: [], count: 1 },
      later: { answer: 2, rows: [], count: 2 },
      ask: () => void useCertificateCount.getState().load(),
      shown: () => useCertificateCount.getState().total,
      expected: 2,
    }
  },
  'the desk': async () => {
    const { useDesk } = await import('../../../renderer/features/certificates/certificate-desk.ts')
    return {
      call: ['certificates', 'lookup'],
      earlier: lookup({ matches: [certificateMatch(1)] }),
      later: lookup({ matches: [certificateMatch(2)] }),
      ask: (turn) => useDesk.getState().type(turn === 0 ? 'mor' : 'moreau'),
      shown: () => useDesk.getState().answer?.matches.map(({ id }) => id),
      error: () => useDesk.getState().error,
      expected: [2],
    }
  },
  'a certificate in the panel': async () => {
    const { useCertificateFiles } = await import('../../../renderer/features/certificate-files/certificate-files.ts')
    return {
      call: ['certificateList', 'open'],
      earlier: { answer: 1, rows: [certificateRow(1)], count: 1 },
      later: { answer: 2, rows: [certificateRow(2)], count: 1 },
      ask: (turn) => void useCertificateFiles.getState().load(turn + 1),
      shown: () => useCertificateFiles.getState().row?.id,
      error: () => useCertificateFiles.getState().problem?.error,
      expected: 2,
    }
  },
  'the same certificate, read again': async () => {
    const { useCertificateFiles } = await import('../../../renderer/features/certificate-files/certificate-files.ts')
    return {
      call: ['certificateList', 'open'],
      earlier: { answer: 1, rows: [certificateRow(1, { testName: 'Earlier' })], count: 1 },
      later: { answer: 2, rows: [certificateRow(1, { testName: 'Later' })], count: 1 },
      ask: () => void useCertificateFiles.getState().load(1),
      shown: () => useCertificateFiles.getState().row?.testName,
      error: () => useCertificateFiles.getState().problem?.error,
      expected: 'Later',
    }
  },
  'the download queue': async () => {
    const { useDownloads } = await import('../../../renderer/features/certificate-files/certificate-files.ts')
    return {
      call: ['certificates', 'queue'],
      earlier: queueOf(1),
      later: queueOf(2),
      ask: () => void useDownloads.getState().load(),
      shown: () => useDownloads.getState().queue?.waiting,
      error: () => useDownloads.getState().error,
      expected: 2,
    }
  },
  'how long certificates count': async ({ fake }) => {
    fake.handle('certificates', 'countRenewals', async () => countsOf(0) as never)
    answerList(fake, 'renewalList', () => [])
    const { useRenewals } = await import('../../../renderer/features/certificates/renewals.ts')
    return {
      call: ['certificates', 'validities'],
      earlier: [{ testId: 1 }],
      later: [{ testId: 2 }],
      ask: () => void useRenewals.getState().load(),
      shown: () => useRenewals.getState().validities,
      error: () => useRenewals.getState().error,
      expected: [{ testId: 2 }],
    }
  },
  'how many certificates run out': async ({ fake }) => {
    answerList(fake, 'renewalList', () => [])
    const { useRenewals } = await import('../../../renderer/features/certificates/renewals.ts')
    return {
      call: ['certificates', 'countRenewals'],
      earlier: countsOf(1),
      later: countsOf(2),
      ask: (turn) => useRenewals.getState().setSearch(`search ${turn}`),
      shown: () => useRenewals.getState().counts,
      expected: countsOf(2),
    }
  },
  'access lists': async () => {
    const { useAccessLists } = await import('../../../renderer/features/access-codes/access-lists.ts')
    return {
      call: ['codes', 'lists'],
      earlier: [accessList({ name: 'Earlier' })],
      later: [accessList({ name: 'Later' })],
      ask: () => void useAccessLists.getState().load(),
      shown: () => useAccessLists.getState().lists?.map(({ name }) => name),
      error: () => useAccessLists.getState().error,
      expected: ['Later'],
    }
  },
  'the journal of a list': async () => {
    const { useCodesJournal } = await import('../../../renderer/features/access-codes/code-log.ts')
    return {
      call: ['codes', 'journal'],
      earlier: journal(1),
      later: journal(2),
      ask: () => void useCodesJournal.getState().watch(list),
      shown: () => useCodesJournal.getState().value,
      error: () => useCodesJournal.getState().error,
      expected: journal(2),
    }
  },
  'the journal of another list': async () => {
    const { useCodesJournal } = await import('../../../renderer/features/access-codes/code-log.ts')
    return {
      call: ['codes', 'journal'],
      earlier: journal(1),
      later: journal(2),
      ask: (turn) => void useCodesJournal.getState().watch(turn === 0 ? list : otherList),
      shown: () => useCodesJournal.getState().value,
      error: () => useCodesJournal.getState().error,
      expected: journal(2),
    }
  },
  'the preview of an edit': async () => {
    const { useCodeEdit } = await import('../../../renderer/features/access-codes/code-edit.ts')
    useCodeEdit.getState().start(list, 'add')
    return {
      call: ['codes', 'preview'],
      earlier: codePreview({ calls: 1 }),
      later: codePreview({ calls: 2 }),
      ask: () => void useCodeEdit.getState().look('typed', { codes: [] }),
      shown: () => useCodeEdit.getState().edit?.preview?.calls,
      error: () => useCodeEdit.getState().error,
      expected: 2,
    }
  },
  'links to start': async () => {
    const { useStartLinks } = await import('../../../renderer/features/start-links/start-links.ts')
    return {
      call: ['startLinks', 'links'],
      earlier: [link(1)],
      later: [link(2)],
      ask: (turn) => void useStartLinks.getState().open(turn === 0 ? otherList : list),
      shown: () => useStartLinks.getState().links?.map(({ linkId }) => linkId),
      error: () => useStartLinks.getState().error,
      expected: [2],
    }
  },
  'codes that nobody used': async ({ fake }) => {
    fake.handle('startLinks', 'links', async () => [])
    const { useStartLinks } = await import('../../../renderer/features/start-links/start-links.ts')
    void useStartLinks.getState().open(list)
    return {
      call: ['codes', 'accessCodes'],
      earlier: [{ code: 'earlier', name: null }],
      later: [{ code: 'later', name: null }],
      ask: () => void useStartLinks.getState().setGivesCodes(true),
      shown: () => useStartLinks.getState().unused?.map(({ code }) => code),
      error: () => useStartLinks.getState().error,
      expected: ['later'],
    }
  },
  'a result in the panel': async ({ detail }) => ({
    call: ['results', 'detail'],
    earlier: resultDetail(1),
    later: resultDetail(2),
    ask: (turn) => void detail.getState().open(turn + 1, null),
    shown: () => detail.getState().detail?.id,
    error: () => detail.getState().error,
    expected: 2,
  }),
  'the same result, read again': async ({ detail }) => ({
    call: ['results', 'changes'],
    earlier: [{ id: 1 }],
    later: [{ id: 2 }],
    ask: () => void detail.getState().open(1, null),
    shown: () => detail.getState().changes,
    error: () => detail.getState().error,
    expected: [{ id: 2 }],
  }),
  settings: async ({ settings }) => ({
    call: ['settings', 'set'],
    earlier: { ...defaultSettings, autoSync: false },
    later: { ...defaultSettings, autoSync: true },
    ask: (turn) => void settings.getState().change({ autoSync: turn === 1 }),
    shown: () => settings.getState().settings.autoSync,
    expected: true,
  }),
}

describe.each(Object.entries(askings))('%s: an answer whose question was asked again', (_, asking) => {
  async function askedTwice() {
    const window = await openWindow()
    window.fake.handle('results', 'detail', async ({ id }: { id: number }) => resultDetail(id))
    await window.startStores()
    await settle()
    const its = await asking(window)
    await settle()
    const calls = held(window, its.call)
    its.ask(0)
    its.ask(1)
    await settle()
    expect(calls.asked()).toBe(2)
    return { ...its, ...calls }
  }

  it('is dropped when it comes late', async () => {
    const { answer, earlier, later, shown, expected } = await askedTwice()
    await answer(1, later)
    expect(shown()).toEqual(expected)
    await answer(0, earlier)
    expect(shown()).toEqual(expected)
  })

  it('takes nothing away and says nothing when it fails late', async () => {
    const { answer, fail, later, shown, error, expected } = await askedTwice()
    await answer(1, later)
    await fail(0)
    expect(shown()).toEqual(expected)
    expect(error?.() ?? null).toBeNull()
  })

  it('is not shown before the later one either', async () => {
    const { answer, earlier, later, shown, expected } = await askedTwice()
    const before = shown()
    await answer(0, earlier)
    expect(shown()).toEqual(before)
    await answer(1, later)
    expect(shown()).toEqual(expected)
  })
})
