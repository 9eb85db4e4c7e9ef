import { ChevronDown, Download, FolderInput, Mail } from 'lucide-react'
import { Header, Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components'
import type { RenewalsFilter } from '../../../shared/model/certificate.ts'
import { api } from '../../api/client.ts'
import { useJobs } from '../../app/jobs.ts'
import { t } from '../../format/words.ts'
import { ExportButton } from '../../list/ExportButton.tsx'
import { countOf } from '../../list/selection.ts'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Dialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import menu from '../../ui/Menu.module.css'
import { useDownloads } from '../certificate-files/index.ts'
import { useCertificatePages, useCertificateSelection } from './certificates.ts'
import styles from './ListActions.module.css'
import { downloadCertificates, exportCertificates } from './list-actions.ts'
import { chosenRenewals, copyRenewalEmails, useRenewalPages, useRenewalSelection } from './renewals.ts'

/** The actions on the selected certificates; with none selected, on the whole list. */
export function ListActions() {
  const count = useCertificatePages((state) => state.shown?.count ?? 0)
  const chosen = useCertificateSelection((state) => state.chosen)
  const selected = countOf(chosen, count)
  return (
    <>
      <ExportButton
        look="plain"
        words={exportWords(selected)}
        isEmpty={count === 0}
        onExport={() => exportCertificates(chosen)}
      />
      <DownloadButton count={count} selected={selected} />
    </>
  )
}

/** The words of the export button: the selected certificates, or all when none is selected. */
const exportWords = (selected: number): string =>
  selected > 0 ? t('certificates.list.exportSelected', { count: selected }) : t('certificates.list.export')

interface ActionProps {
  readonly count: number
  readonly selected: number
}

/** Starts downloads at once. The first time it asks for a folder; the menu beside it asks for another one. */
function DownloadButton({ count, selected }: ActionProps) {
  const { choosing, queue } = useDownloads()
  const folder = queue?.folder ?? null
  const disabled = choosing || count === 0
  const start = (anotherFolder: boolean) =>
    downloadCertificates(useCertificateSelection.getState().chosen, anotherFolder)
  return (
    <div className={styles.split}>
      <Button look="primary" icon={Download} isDisabled={disabled} onPress={() => start(false)}>
        {downloadWords(count, selected)}
      </Button>
      <MenuTrigger>
        <IconButton icon={ChevronDown} framed label={t('certificates.download.options')} isDisabled={disabled} />
        <Popover placement="bottom end">
          <Menu
            className={menu.list ?? ''}
            aria-label={t('certificates.download.options')}
            onAction={() => start(true)}
          >
            <MenuSection>
              {folder !== null && (
                <Header className={menu.section ?? ''}>{t('certificates.download.folder', { folder })}</Header>
              )}
              <MenuItem id="another" className={menu.item ?? ''} textValue={t('certificates.download.another')}>
                <FolderInput aria-hidden />
                <span className={menu.words}>{t('certificates.download.another')}</span>
              </MenuItem>
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  )
}

function downloadWords(count: number, selected: number): string {
  if (count === 0) return t('certificates.download.none')
  if (selected > 0) return t('certificates.download.button', { count: selected })
  return t('certificates.download.all', { count })
}

/** The actions on the selected renewals; with none selected, on the whole list. */
export function RenewalActions() {
  const count = useRenewalPages((state) => state.shown?.count ?? 0)
  const chosen = useRenewalSelection((state) => state.chosen)
  const startExport = useJobs((state) => state.startExport)
  const selected = countOf(chosen, count)
  const withChosen = (work: (filter: RenewalsFilter) => unknown) => {
    const filter = chosenRenewals(useRenewalSelection.getState().chosen)
    if (filter !== null) void work(filter)
  }
  const exportChosen = (filter: RenewalsFilter) =>
    startExport({ of: 'renewals', start: () => api.certificates.exportRenewals({ filter }) })
  return (
    <>
      <Button icon={Mail} isDisabled={count === 0} onPress={() => withChosen(copyRenewalEmails)}>
        {selected > 0
          ? t('certificates.renewals.copyEmailsOf', { count: selected })
          : t('certificates.renewals.copyEmails')}
      </Button>
      <ExportButton words={exportWords(selected)} isEmpty={count === 0} onExport={() => withChosen(exportChosen)} />
    </>
  )
}
