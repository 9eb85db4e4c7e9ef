import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { chosenOf } from '../../../shared/model/filter.ts'
import { answerList } from '../answer-list.ts'
import { settle } from '../held-answers.ts'
import { certificateRow } from '../made-certificates.ts'
import { idsDownFrom, resultDetail } from '../made-rows.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function certificatesOf(ids: readonly number[]) {
  const window = await openWindow()
  const list = { ids }
  answerList(window.fake, 'certificateList', ({ filter }) =>
    list.ids.filter((id) => chosenOf(filter, 'id')?.includes(id) ?? true).map((id) => certificateRow(id)),
  )
  window.fake.handle('results', 'detail', async ({ id }) => resultDetail(id))
  const state = await import('../../../renderer/features/certificates/certificates.ts')
  const { useCertificateCount } = await import('../../../renderer/features/certificates/certificates.ts')
  await window.startStores()
  await settle()
  return { ...window, ...state, count: useCertificateCount, list }
}

describe('the list of certificates', () => {
  it('is not read before somebody looks at it, while how many there are is known at once', async () => {
    const { useCertificatePages, count, fake } = await certificatesOf([3, 2, 1])
    expect(count.getState().total).toBe(3)
    expect(fake.callsOf('certificateList', 'open').filter(({ place }) => place !== undefined)).toEqual([])
    expect(useCertificatePages.getState().shown).toBeNull()
  })

  it('lets go of the selection when another question is asked, and keeps it when only the order changes', async () => {
    const { useCertificates, useCertificateSelection } = await certificatesOf([3, 2, 1])
    await useCertificates.getState().read()
    useCertificateSelection.getState().toggle({ id: 2 }, 1)
    useCertificates.getState().setSort({ field: 'name', direction: 'asc' })
    await settle()
    expect(useCertificateSelection.getState().chosen).toEqual({ kind: 'some', ids: new Set([2]) })
    useCertificates.getState().setFilter([{ field: 'search', op: 'contains', value: 'lindqvist' }])
    await settle()
    expect(useCertificateSelection.getState().chosen).toEqual({ kind: 'some', ids: new Set() })
  })

  it('asks for what is selected by its ids, for everything by its filter, and for all where nothing is', async () => {
    const { useCertificates, useCertificateSelection, chosenCertificates } = await certificatesOf([3, 2, 1])
    expect(chosenCertificates({ kind: 'all' })).toBeNull()
    useCertificates.getState().setFilter([{ field: 'test', op: 'in', value: [7] }])
    await settle()
    const everything = {
      filter: [{ field: 'test', op: 'in', value: [7] }],
      sort: { field: 'finished', direction: 'desc' },
    }
    expect(chosenCertificates(useCertificateSelection.getState().chosen)).toEqual(everything)
    useCertificateSelection.getState().selectAll()
    expect(chosenCertificates(useCertificateSelection.getState().chosen)).toEqual(everything)
    useCertificateSelection.getState().clear()
    useCertificateSelection.getState().toggle({ id: 2 }, 1)
    expect(chosenCertificates(useCertificateSelection.getState().chosen)?.filter).toEqual([
      { field: 'id', op: 'in', value: [2] },
    ])
  })

  it('reads the ids of a long range by one call, without their rows', async () => {
    const { useCertificates, useCertificateSelection, fake } = await certificatesOf(idsDownFrom(2_000, 2_000))
    await useCertificates.getState().read()
    useCertificateSelection.getState().toggle({ id: 2_000 }, 0)
    const before = fake.callsOf('certificateList', 'rows').length
    await useCertificateSelection.getState().extendTo({ id: 801 }, 1_199)
    const { chosen } = useCertificateSelection.getState()
    expect(chosen.kind === 'some' && chosen.ids.size).toBe(1_200)
    expect(fake.callsOf('certificateList', 'ids')).toMatchObject([{ from: 0, to: 1_200 }])
    expect(fake.callsOf('certificateList', 'rows')).toHaveLength(before)
  })

  it('is walked through from the panel, past what is loaded, and follows its own rows', async () => {
    const { useCertificates, useCertificatePages, certificatesList, detail, list, fake } = await certificatesOf(
      idsDownFrom(300, 300),
    )
    await useCertificates.getState().read()
    await detail.getState().open(201, 99, certificatesList)
    await detail.getState().step(1)
    expect(detail.getState()).toMatchObject({ openId: 200, index: 100 })
    await detail.getState().step(-1)
    useCertificatePages.getState().lookAt({ first: 90, last: 110, anchor: 99 })
    await settle()
    list.ids = [301, ...list.ids]
    fake.emit('certificates', 'changed', undefined)
    await settle()
    expect(detail.getState()).toMatchObject({ openId: 201, index: 100 })
  })

  it('does not take its place from the results, which are another list', async () => {
    const { useCertificates, certificatesList, detail, results } = await certificatesOf([3, 2, 1])
    await useCertificates.getState().read()
    await detail.getState().open(2, 1, certificatesList)
    await results.getState().read()
    expect(detail.getState().index).toBe(1)
  })
})

describe('the certificate of a result', () => {
  it('is read by its id and again when a file was saved', async () => {
    const { fake } = await certificatesOf([3, 2, 1])
    const { useCertificateFiles } = await import('../../../renderer/features/certificate-files/certificate-files.ts')
    await useCertificateFiles.getState().load(2)
    expect(useCertificateFiles.getState().row?.id).toBe(2)
    answerList(fake, 'certificateList', () => [
      certificateRow(2, { file: { place: 'moved', fileName: 'a.pdf', savedAt: certificateRow(2).timeFinished } }),
    ])
    fake.emit('certificates', 'changed', undefined)
    await settle()
    expect(useCertificateFiles.getState().row?.file.place).toBe('moved')
  })

  it('says which PDF could not be opened, and forgets it at the next attempt', async () => {
    const { fake } = await certificatesOf([1])
    const { useCertificateFiles } = await import('../../../renderer/features/certificate-files/certificate-files.ts')
    fake.handle('certificates', 'open', async () => {
      throw new AppError('certificate/none')
    })
    await useCertificateFiles.getState().open(1)
    expect(useCertificateFiles.getState().problem).toMatchObject({ resultId: 1, error: { code: 'certificate/none' } })
    fake.handle('certificates', 'open', async () => ({ opened: 'file' }))
    await useCertificateFiles.getState().open(1)
    expect(useCertificateFiles.getState().problem).toBeNull()
  })
})
