import { Copy, Download, ExternalLink, FileText, FolderOpen } from 'lucide-react'
import type { CertificateRow } from '../../../shared/model/certificate.ts'
import { api, asAppError } from '../../api/client.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import type { RowAction } from '../../list/row-actions.tsx'
import { useCertificateFiles, useDownloads } from './certificate-files.ts'

/** Copies a serial as ClassMarker writes it. */
export const copySerialAction = (serial: string): RowAction => ({
  id: 'serial',
  words: t('certificates.file.copySerial'),
  icon: Copy,
  run: async () => {
    try {
      await api.app.copyText({ text: serial })
      say(t('certificates.file.serialCopied', { serial }))
    } catch (thrown) {
      sayFailed(asAppError(thrown))
    }
  },
})

/** What can be done with one certificate: open its PDF, show it in its folder, download it, copy its serial. */
export function certificateActions({ id, certificateSerial, file: { place } }: CertificateRow): readonly RowAction[] {
  const { open, show } = useCertificateFiles.getState()
  const { download, choosing } = useDownloads.getState()
  const one = {
    filter: [{ field: 'id', op: 'in', value: [id] }],
    sort: { field: 'finished', direction: 'desc' },
  } as const
  const opening: RowAction = {
    id: 'pdf',
    words: t(place === 'here' ? 'certificates.file.open' : 'certificates.file.openOnline'),
    icon: place === 'here' ? FileText : ExternalLink,
    run: () => void open(id),
  }
  const showing: RowAction = {
    id: 'folder',
    words: t('certificates.file.show'),
    icon: FolderOpen,
    run: () => void show(id),
  }
  const downloading: RowAction = {
    id: 'download',
    words: t(place === 'moved' ? 'certificates.file.downloadAgain' : 'certificates.file.download'),
    icon: Download,
    isDisabled: choosing,
    run: () => void download(one, false),
  }
  return [
    ...(place === 'none' ? [] : [opening]),
    ...(place === 'here' ? [showing] : []),
    ...(place === 'online' || place === 'moved' ? [downloading] : []),
    copySerialAction(certificateSerial),
  ]
}
