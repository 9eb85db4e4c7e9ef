import { Download, FileSpreadsheet, PanelRight } from 'lucide-react'
import type { CertificateRow } from '../../../shared/model/certificate.ts'
import { api } from '../../api/client.ts'
import { useJobs } from '../../app/jobs.ts'
import { t } from '../../format/words.ts'
import type { RowAction, RowMenuGiven } from '../../list/row-actions.tsx'
import { type Chosen, countOf } from '../../list/selection.ts'
import { firstKeys } from '../../ui/shortcuts.ts'
import { certificateActions, useDownloads } from '../certificate-files/index.ts'
import { useDetail } from '../results/index.ts'
import { certificatesList, chosenCertificates, useCertificatePages } from './certificates.ts'

/** Exports the chosen certificates; all where none is chosen. */
export function exportCertificates(chosen: Chosen): void {
  const query = chosenCertificates(chosen)
  if (query === null) return
  void useJobs.getState().startExport({ of: 'certificates', start: () => api.certificates.export(query) })
}

/** Downloads the chosen certificates; all where none is chosen. */
export function downloadCertificates(chosen: Chosen, anotherFolder: boolean): void {
  const query = chosenCertificates(chosen)
  if (query !== null) void useDownloads.getState().download(query, anotherFolder)
}

/** The menu of a certificate: of one what its panel offers, of several what the list does. */
export const certificateMenu: RowMenuGiven<CertificateRow> = {
  actionsOf: (row, index, chosen) => {
    if (chosen.kind === 'some' && chosen.ids.size === 1) {
      const opening: RowAction = {
        id: 'open',
        words: t('grid.openRow'),
        icon: PanelRight,
        keys: firstKeys('open'),
        run: () => void useDetail.getState().open(row.id, index, certificatesList),
      }
      return [opening, ...certificateActions(row)]
    }
    const count = countOf(chosen, useCertificatePages.getState().shown?.count ?? 0)
    return [
      {
        id: 'download',
        words: t('certificates.download.button', { count }),
        icon: Download,
        isDisabled: useDownloads.getState().choosing,
        run: () => downloadCertificates(chosen, false),
      },
      {
        id: 'export',
        words: t('certificates.list.exportSelected', { count }),
        icon: FileSpreadsheet,
        run: () => exportCertificates(chosen),
      },
    ]
  },
}
