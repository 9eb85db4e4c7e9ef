import { ChevronDown, Download, FolderInput } from 'lucide-react'
import { Header, Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components'
import { api } from '../../api/client.ts'
import { Button } from '../../components/Button.tsx'
import { ExportButton } from '../../components/ExportButton.tsx'
import { IconButton } from '../../components/IconButton.tsx'
import menu from '../../components/Menu.module.css'
import { Popover } from '../../components/Popover.tsx'
import { t } from '../../i18n.ts'
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
      <ExportButton look="plain" words={exportWords(selected)} count={count} onExport={exportChosen} />
      <DownloadButton count={count} selected={selected} />
    </>
  )
}

/** The words of the button that exports what is selected, or all where nothing is. */
export const exportWords = (selected: number): string =>
  selected > 0 ? t('certificates.list.exportSelected', { count: selected }) : t('certificates.list.export')

function exportChosen(): void {
  const query = chosenCertificates(useCertificateSelection.getState().chosen)
  if (query === null) return
  void useJobs.getState().startExport({ of: 'certificates', start: () => api.certificates.export(query) })
}

interface ActionProps {
  readonly count: number
  readonly selected: number
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
