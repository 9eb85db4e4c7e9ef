import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import type { CertificateRow } from '../../shared/model/certificate.ts'
import { api, asAppError } from '../api/client.ts'
import { withAnswer } from '../list/answers.ts'

interface CertificateFilesState {
  /** The certificate of the result in the panel, with the place of its PDF; null where it has none. */
  readonly row: CertificateRow | null
  /** Why a PDF could not be opened or shown. */
  readonly problem: { readonly resultId: number; readonly error: AppError } | null
  /** Reads the certificate of a result. */
  load(resultId: number): Promise<void>
  /** Opens the PDF on this computer, else the one at ClassMarker. */
  open(resultId: number): Promise<void>
  show(resultId: number): Promise<void>
}

let wanted: number | null = null
let asked = 0

export const useCertificateFiles = create<CertificateFilesState>()((set) => {
  const attempt = async (resultId: number, work: () => Promise<unknown>) => {
    set({ problem: null })
    try {
      await work()
    } catch (thrown) {
      set({ problem: { resultId, error: asAppError(thrown) } })
    }
  }
  return {
    row: null,
    problem: null,

    async load(resultId) {
      wanted = resultId
      asked += 1
      const turn = asked
      set({ problem: null })
      const query = { filter: { ids: [resultId] }, sort: { field: 'finished', direction: 'desc' } } as const
      try {
        const row = await withAnswer(api.certificateList, query, async ({ rows }) => rows[0])
        if (turn === asked) set({ row: row ?? null })
      } catch (thrown) {
        if (turn === asked) set({ problem: { resultId, error: asAppError(thrown) } })
      }
    },
    open: (resultId) => attempt(resultId, () => api.certificates.open({ resultId })),
    show: (resultId) => attempt(resultId, () => api.certificates.show({ resultId })),
  }
})

api.certificates.changed(() => {
  if (wanted !== null) void useCertificateFiles.getState().load(wanted)
})
