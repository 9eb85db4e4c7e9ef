import { ChevronDown, Download, FileSpreadsheet, FolderInput } from 'lucide-react'
import { Header, Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components'
import { isRunning } from '../../../shared/model/job.ts'
import { api } from '../../api/client.ts'
import { Button } from '../../components/Button.tsx'
import { IconButton } from '../../components/IconButton.tsx'
import menu from '../../components/Menu.module.css'
import { Popover } from '../../components/Popover.tsx'
import { t } from '../../i18n.ts'
import { shortcutName, useShortcut } from '../../keyboard.ts'
import { chosenCertificates, useCertificatePages, useCertificateSelection } from '../../state/certificates.ts'
import { useDownloads } from '../../state/downloads.ts'
import { useJobs } from '../../state/jobs.ts'
import { countOf } from '../../state/selection.ts'
import styles from './ListActions.module.css'

/** What can be done with the selected certificates; with none selected, with all of the list. */
export function ListActions() {
  const count = useCertificatePages((state) => state.shown?.count ?? 0)
  const chosen = useCertificateSelection((state) => state.chosen)
  const selected = countOf(chosen, count)
  return (
    <>
      <ExportButton count={count} selected={selected} />
      <DownloadButton count={count} selected={selected} />
    </>
  )
}

interface ActionProps {
  readonly count: number
  readonly selected: number
}

function ExportButton({ count, selected }: ActionProps) {
  const { jobs, choosingFile, startExport } = useJobs()
  const busy = choosingFile || jobs.some((job) => job.kind === 'export' && isRunning(job))
  const start = () => {
    const query = chosenCertificates(useCertificateSelection.getState().chosen)
    if (query) void startExport({ of: 'certificates', start: () => api.certificates.export(query) })
  }
  useShortcut('e', () => {
    if (!busy && count > 0) start()
  })
  return (
    <Button
      icon={FileSpreadsheet}
      isDisabled={busy || count === 0}
      aria-keyshortcuts={shortcutName('E')}
      onPress={start}
    >
      {selected > 0 ? t('certificates.list.exportSelected', { count: selected }) : t('certificates.list.export')}
    </Button>
  )
}

/** Downloads at once; the folder is asked for the first time, and by the menu beside it. */
function DownloadButton({ count, selected }: ActionProps) {
  const { choosing, download, queue } = useDownloads()
  const folder = queue?.folder ?? null
  const disabled = choosing || count === 0
  const start = (anotherFolder: boolean) => {
    const query = chosenCertificates(useCertificateSelection.getState().chosen)
    if (query) void download(query, anotherFolder)
  }
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
